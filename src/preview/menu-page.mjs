(() => {
  // In the head, so that it hears of the first picture that does not come. Its letter is below it.
  document.addEventListener(
    'error',
    ({ target }) => {
      if (target instanceof HTMLImageElement) target.remove();
    },
    true,
  );

  const root = document.documentElement;
  let branch = '';

  /** Shows how an element is sold at the chosen branch. */
  function showBranch(element) {
    const price = element.querySelector('.price');
    price.dataset.own ??= price.textContent;
    const at = JSON.parse(element.dataset.at)[branch] ?? {};
    const sign = price.dataset.own.startsWith('+') ? '+ ' : '';
    price.textContent = at.price === undefined ? price.dataset.own : sign + at.price;
    if (at.state === undefined) delete element.dataset.state;
    else element.dataset.state = at.state;
    const range = element.querySelector(':scope > .about .range');
    if (range !== null) range.hidden = branch !== '';
  }

  /** Puts the modifiers of a dish in when it is opened for the first time. */
  function open(details) {
    const numbers = details.dataset.choices;
    if (!details.open || numbers === undefined || details.children.length > 1) return;
    for (const number of numbers.split(' '))
      details.append(document.getElementById(`c${number}`).content.cloneNode(true));
    if (branch !== '') for (const option of details.querySelectorAll('[data-at]')) showBranch(option);
  }

  /** A text without marks and case, so that a search need not be exact. */
  function plain(text) {
    return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  }

  function begin() {
    const dishes = [...document.querySelectorAll('.dish')];
    const categories = [...document.querySelectorAll('.category')];
    const search = document.getElementById('search');
    const told = document.getElementById('told');
    const kinds = [...document.querySelectorAll('button[data-kind]')];
    let texts;

    function filter() {
      texts ??= dishes.map((dish) =>
        plain(`${dish.querySelector('.about').textContent} ${dish.dataset.find}`),
      );
      const words = plain(search.value).split(/\s+/).filter(Boolean);
      const wanted = kinds.filter((button) => button.getAttribute('aria-pressed') === 'true');
      let shown = 0;
      dishes.forEach((dish, i) => {
        const has = dish.dataset.kinds.split(' ');
        const matches =
          words.every((word) => texts[i].includes(word)) &&
          (wanted.length === 0 || wanted.some((button) => has.includes(button.dataset.kind)));
        dish.hidden = !matches;
        shown += matches ? 1 : 0;
      });
      for (const category of categories) category.hidden = !category.querySelector('.dish:not([hidden])');
      document.querySelector('.none').hidden = shown > 0;
      told.textContent = `${shown} ${shown === 1 ? 'dish' : 'dishes'}`;
    }

    let waiting = 0;
    search.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(filter, 80);
    });
    for (const button of kinds) {
      button.addEventListener('click', () => {
        button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
        filter();
      });
    }
    document.getElementById('branch')?.addEventListener('change', ({ target }) => {
      branch = target.value;
      for (const element of document.querySelectorAll('main [data-at]')) showBranch(element);
      told.textContent = target.selectedOptions[0].textContent;
    });
    document.getElementById('notes').addEventListener('click', ({ currentTarget }) => {
      const plainly = root.classList.toggle('plain');
      currentTarget.setAttribute('aria-pressed', String(!plainly));
    });
    const theme = document.getElementById('theme');
    const isDark = () =>
      (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) ===
      'dark';
    const nameTheme = () => {
      theme.textContent = isDark() ? 'Light' : 'Dark';
    };
    theme.addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark';
      nameTheme();
    });
    nameTheme();
    document.addEventListener('toggle', ({ target }) => open(target), true);

    const links = new Map([...document.querySelectorAll('nav a')].map((link) => [link.hash.slice(1), link]));
    const inView = new Set();
    const watcher = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) inView.add(target);
          else inView.delete(target);
        }
        const current = categories.find((category) => inView.has(category));
        for (const [id, link] of links) {
          const isCurrent = id === current?.id;
          if (isCurrent === link.hasAttribute('aria-current')) continue;
          link.toggleAttribute('aria-current', isCurrent);
          if (!isCurrent) continue;
          link.setAttribute('aria-current', 'true');
          const list = link.closest('ul');
          list.scrollTo({ left: link.offsetLeft - list.clientWidth / 2 + link.clientWidth / 2 });
        }
      },
      { rootMargin: '-20% 0px -70% 0px' },
    );
    for (const category of categories) watcher.observe(category);
  }

  document.addEventListener('DOMContentLoaded', begin);
})();
