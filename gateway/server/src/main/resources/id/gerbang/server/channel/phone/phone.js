'use strict';
// A keypad phone. It knows keys, a screen and an inbox; all else happens behind the carrier.
const LETTERS = {'1': '.,-1', '2': 'abc2', '3': 'def3', '4': 'ghi4', '5': 'jkl5', '6': 'mno6', '7': 'pqrs7', '8': 'tuv8', '9': 'wxyz9', '0': ' 0', '*': '*', '#': '#'};
const EXTENSION = '^{}\\[~]|€\f';
const SCREEN_LIMIT = 160;
const MULTI_TAP_MS = 900;
const el = id => document.getElementById(id);
const tabs = [...document.querySelectorAll('#who button')];
const phones = new Map(); // digits → {screen, open, sms, unread}
let current = tabs[0].dataset.phone;
let settings = {serviceCode: '*500*25#', smsNumber: '2757'};
let letters = false;
let tap = {key: '', at: 0, index: 0};
let socket;

const phone = digits => {
  if (!phones.has(digits)) phones.set(digits, {screen: '', open: false, sms: [], unread: 0});
  return phones.get(digits);
};
const septets = text => [...text].reduce((n, c) => n + (EXTENSION.includes(c) ? 2 : 1), 0);
const send = (what, text = '') => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify({do: what, phone: current, text}));

function connect() {
  socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/phone/ws`);
  socket.onopen = () => { tabs.forEach(tab => socket.send(JSON.stringify({do: 'watch', phone: tab.dataset.phone}))); document.body.dataset.ready = 'true'; };
  socket.onmessage = message => heard(JSON.parse(message.data));
  socket.onclose = () => { document.body.dataset.ready = 'false'; setTimeout(connect, 1000); };
}

function heard(event) {
  if (event.event === 'refused') { show(event.why); return; }
  const owner = phone(event.phone);
  if (event.event === 'screen') {
    owner.screen = event.text; owner.open = event.open;
    if (event.phone === current) el('input').value = '';
  } else if (event.event === 'sms') {
    owner.sms.push({from: event.from, text: event.text});
    const code = /\b[1-9]\d{11}\b/.exec(event.text);
    if (code) el('bank-code').value = code[0];
    if (event.phone !== current) owner.unread++;
  }
  draw();
}

function show(text) { phone(current).screen = text; phone(current).open = false; draw(); }

function draw() {
  const owner = phone(current);
  el('screen').textContent = owner.screen || `Tekan Panggil untuk\n${settings.serviceCode}`;
  el('screen').classList.toggle('closed', !owner.open);
  const used = septets(owner.screen);
  el('counter').textContent = `${used}/${SCREEN_LIMIT}`;
  el('counter').classList.toggle('over', used > SCREEN_LIMIT);
  el('owner').textContent = '0' + current.replace(/^62/, '');
  el('mode').textContent = letters ? 'abc' : '123';
  for (const tab of tabs) {
    tab.setAttribute('aria-selected', String(tab.dataset.phone === current));
    const unread = phone(tab.dataset.phone).unread;
    const badge = tab.querySelector('.badge');
    badge.hidden = unread === 0; badge.textContent = unread;
  }
  tabs[0].querySelector('.number').textContent = '0' + tabs[0].dataset.phone.replace(/^62/, '');
  el('sms-to').textContent = settings.smsNumber;
  const list = el('sms-list');
  list.replaceChildren(...owner.sms.map(sms => {
    const item = document.createElement('li');
    const who = document.createElement('small');
    who.textContent = sms.from ? `dari ${sms.from}` : `ke ${settings.smsNumber}`;
    item.className = sms.from ? '' : 'mine';
    item.append(who, sms.text);
    return item;
  }));
  if (!owner.sms.length) {
    const empty = document.createElement('li'); empty.className = 'empty'; empty.textContent = 'Belum ada SMS.'; list.append(empty);
  }
  list.scrollTop = list.scrollHeight;
}

function press(key) {
  const now = Date.now();
  const input = el('input');
  const cycle = LETTERS[key];
  if (letters && key === tap.key && now - tap.at < MULTI_TAP_MS && cycle.length > 1) {
    tap.index = (tap.index + 1) % cycle.length;
    input.value = input.value.slice(0, -1) + cycle[tap.index];
  } else {
    tap.index = 0;
    input.value += letters ? cycle[0] : key;
  }
  tap.key = key; tap.at = now;
}

function answer() {
  const owner = phone(current);
  const text = el('input').value;
  tap.key = '';
  if (owner.open) { send('press', text); } else { send('dial', text.startsWith('*') ? text : settings.serviceCode); }
  el('input').value = '';
}

function dial() {
  const text = el('input').value;
  send('dial', text.startsWith('*') ? text : settings.serviceCode);
  el('input').value = '';
}

for (const key of ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']) {
  const button = document.createElement('button');
  button.type = 'button'; button.dataset.key = key;
  const digit = document.createElement('b'); digit.textContent = key;
  const small = document.createElement('small'); small.textContent = key === '#' ? '' : key === '0' ? 'spasi' : LETTERS[key].replace(/[^a-z]/g, '');
  button.append(digit, small);
  button.onclick = () => press(key);
  el('keys').append(button);
}
function toggle() { letters = !letters; tap.key = ''; draw(); }
el('mode').onclick = toggle; // the small word beside the entry switches digits and letters
el('dial').onclick = dial;
el('send').onclick = answer;
el('clear').onclick = () => { el('input').value = el('input').value.slice(0, -1); tap.key = ''; };
el('hangup').onclick = () => { send('hangup'); show('Panggilan diakhiri'); };
el('entry').onsubmit = event => { event.preventDefault(); answer(); };
el('sms-form').onsubmit = event => {
  event.preventDefault();
  const text = el('sms-text').value.trim();
  if (!text) return;
  send('sms', text); phone(current).sms.push({text}); el('sms-text').value = ''; draw();
};
for (const tab of tabs) tab.onclick = () => { current = tab.dataset.phone; phone(current).unread = 0; draw(); };
el('worker-number').onchange = event => {
  const digits = event.target.value.replace(/\D/g, '').replace(/^0/, '62');
  if (digits.length < 9) return;
  tabs[0].dataset.phone = digits; current = digits; send('watch'); draw();
};
el('bank').onsubmit = event => {
  event.preventDefault();
  const said = el('bank-said');
  const button = el('bank-pay');
  said.textContent = 'Bank sedang memproses …'; button.disabled = true;
  fetch('/phone/bank', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({code: el('bank-code').value})})
    .then(r => r.json()).then(answer => { said.textContent = answer.said; })
    .catch(() => { said.textContent = 'Bank tidak tersambung. Coba lagi.'; })
    .finally(() => { button.disabled = false; });
};
fetch('/phone/settings').then(r => r.json()).then(given => { settings = given; el('bank').hidden = !given.bank; draw(); });
connect();
draw();
