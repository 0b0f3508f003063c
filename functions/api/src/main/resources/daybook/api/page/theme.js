/** Light, dark, or as the system has it. What is kept is set before the first drawing, in loading.js. */

const TEXTS = {auto: 'Theme: auto', light: 'Theme: light', dark: 'Theme: dark'};

const names = Object.keys(TEXTS);

/** A browser may refuse to keep anything: then it is chosen until the page is left. */
function keep(name) {
  try {
    localStorage.setItem('daybook-theme', name);
  } catch {
    // See above.
  }
}

export function buildTheme(button) {
  const {dataset} = document.documentElement;
  const show = () => {
    button.textContent = TEXTS[dataset.theme];
    document.dispatchEvent(new Event('daybook:theme'));
  };
  show();
  button.addEventListener('click', () => {
    dataset.theme = names[(names.indexOf(dataset.theme) + 1) % names.length];
    keep(dataset.theme);
    show();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
}
