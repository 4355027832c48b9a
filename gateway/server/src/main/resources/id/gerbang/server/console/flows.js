'use strict';
// One menu at a time, by the address's #name; without this script all of them stand one below the other.
const sections = [...document.querySelectorAll('[data-flow]')];
const links = [...document.querySelectorAll('#flows a')];

document.body.dataset.one = 'true'; // the style sheet then keeps the list of menus in sight

function show() {
  const name = decodeURIComponent(location.hash.slice(1));
  const chosen = sections.find(section => section.id === name) || sections[0];
  for (const section of sections) section.hidden = section !== chosen;
  for (const link of links) {
    if (decodeURIComponent(link.hash.slice(1)) === chosen.id) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

window.addEventListener('hashchange', show);
show();
