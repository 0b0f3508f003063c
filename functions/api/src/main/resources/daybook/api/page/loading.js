/**
 * What cannot wait for the modules: the theme that somebody has chosen, since the page would be
 * drawn in another first, and what is done where one of its files is missing.
 */

(() => {
  let kept = null;
  try {
    kept = localStorage.getItem('daybook-theme');
  } catch {
    // A browser may refuse to keep anything: then it is that of the system.
  }
  document.documentElement.dataset.theme = ['light', 'dark'].includes(kept) ? kept : 'auto';
})();

/**
 * Loads the page again where a file of it did not come. An account may have room for fewer requests
 * at once than a first view makes, and while a deployment goes on two versions answer in turns, of
 * which each has its own files only. What comes too late or not at all cannot do this itself.
 * What did come is kept, so that each time asks for less.
 */
(() => {
  const TIMES = 'daybook-loaded-again';
  const TIMES_MAX = 3;

  /** Pause before the first time, in milliseconds; each further one is twice as long. */
  const PAUSE_MILLIS = 1_000;

  let isMissing = false;

  // A browser may refuse to keep anything: then nothing is loaded again, but it is said.
  const keep = (change) => {
    try {
      return change(sessionStorage);
    } catch {
      return TIMES_MAX;
    }
  };

  const sayIt = () => {
    const banner = document.getElementById('banner');
    banner.className = 'banner failed';
    banner.textContent = 'Parts of this page did not come. Load it again in a moment.';
    banner.hidden = false;
  };

  const missed = ({target}) => {
    if (isMissing || !target.matches?.('script, link[rel=stylesheet]')) return;
    isMissing = true;
    const before = keep((kept) => Number(kept.getItem(TIMES)));
    if (before < TIMES_MAX) {
      keep((kept) => kept.setItem(TIMES, String(before + 1)));
      setTimeout(() => location.reload(), PAUSE_MILLIS * 2 ** before);
    } else if (document.readyState === 'loading') addEventListener('DOMContentLoaded', sayIt);
    else sayIt();
  };

  addEventListener('error', missed, true);
  addEventListener('load', () => {
    if (!isMissing) keep((kept) => kept.removeItem(TIMES));
  });
})();
