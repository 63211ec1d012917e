import { vi } from 'vitest';

/** To those who ask, everything is on the screen. Undone with the other globals. */
export function allOnScreen(): void {
  class IntersectionObserverStub {
    private readonly tell: (entries: { isIntersecting: boolean; target: Element }[]) => void;

    constructor(tell: IntersectionObserverStub['tell']) {
      this.tell = tell;
    }

    observe(target: Element) {
      this.tell([{ isIntersecting: true, target }]);
    }

    unobserve() {}
    disconnect() {}
  }
  vi.stubGlobal('IntersectionObserver', IntersectionObserverStub);
}
