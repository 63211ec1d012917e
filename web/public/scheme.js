// Before the first paint and outside the bundle, so that the policy needs no inline script and nothing flashes.
(function () {
  var scheme = 'auto';
  try {
    scheme = JSON.parse(localStorage.getItem('sl.ui') || '{}').scheme || 'auto';
  } catch (e) {
    scheme = 'auto';
  }
  if (scheme !== 'light' && scheme !== 'dark') {
    scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
  document.documentElement.style.colorScheme = scheme;
})();
