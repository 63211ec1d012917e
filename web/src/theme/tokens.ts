/** Every colour of the console. Nothing else in src/ holds a hex value; tokens.test.ts recomputes the contrasts. */
export const light = {
  canvas: '#F5F7F7',
  surface: '#FFFFFF',
  sunken: '#EBEFEF',
  hover: '#EFF3F3',
  selected: '#DFF1F2',
  hairline: '#D5DCDD',
  control: '#7A8A89',
  text: '#11201F',
  muted: '#51605F',
  placeholder: '#627170',
  accent: '#096E76',
  accentSoft: '#81B4B8',
  onAccent: '#FFFFFF',
  ok: '#1A6B3C',
  okTint: '#E4F3EA',
  warn: '#8A4B00',
  warnTint: '#FCEFD9',
  err: '#B3261E',
  errTint: '#FCE8E6',
  info: '#2A5BB5',
  infoTint: '#E6EEFB',
  overlay: '0 8px 32px rgba(5, 20, 20, .14)',
} as const;

export type Tokens = { readonly [name in keyof typeof light]: string };

export const dark: Tokens = {
  canvas: '#0B1314',
  surface: '#111B1D',
  sunken: '#081011',
  hover: '#162224',
  selected: '#0F2F33',
  hairline: '#263436',
  control: '#5F7375',
  text: '#E6EEED',
  muted: '#93A5A4',
  placeholder: '#7F9294',
  accent: '#4CC8D4',
  accentSoft: '#2B7A82',
  onAccent: '#06181A',
  ok: '#6CCB8F',
  okTint: '#12301F',
  warn: '#F0B35A',
  warnTint: '#33240C',
  err: '#FF8A80',
  errTint: '#3A1715',
  info: '#8AB4FF',
  infoTint: '#152544',
  overlay: '0 8px 32px rgba(0, 0, 0, .5)',
};

type Shades = [string, string, string, string, string, string, string, string, string, string];

export const brand: Shades = [
  '#ecfafb', '#d7f3f6', '#b2e8ed', '#81d8e1', '#4cc8d4', '#2aa8b3', '#148a94', '#096e76', '#00585f', '#023d42',
];
export const gray: Shades = [
  '#F5F7F7', '#EBEFEF', '#DFE5E5', '#D5DCDD', '#B9C4C4', '#7A8A89', '#51605F', '#3B4948', '#243231', '#11201F',
];
export const darkShades: Shades = [
  '#E6EEED', '#C2CFCE', '#93A5A4', '#7F9294', '#263436', '#1F2C2E', '#111B1D', '#0B1314', '#081011', '#050A0B',
];

/** Order fixed: a series keeps its slot in both schemes. */
export const series = {
  light: ['#096E76', '#975A0D', '#8B55D5', '#719D85', '#810112', '#142A9A', '#BA7F0A', '#582757'],
  dark: ['#4CC8D4', '#DFA16C', '#938CF5', '#A8F2C7', '#C1462F', '#6362D8', '#F1E348', '#A66D96'],
} as const;
