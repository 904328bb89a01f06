// Makes the help centre's pages pleasant where JavaScript runs; they are whole without it. The same forms go to the same addresses, and
// what the server answers takes the place of what was there. No words of its own: those are in the page.
'use strict';

const KEPT = 'shiming.help.'; // what was typed and not sent yet, for this tab
const live = document.createElement('p');
live.className = 'for-readers';
live.setAttribute('role', 'status');
document.body.append(live);

const keptAt = (field) => KEPT + location.pathname + field.id;
const fieldsOf = (form) => form.querySelectorAll('.field input, .field textarea');

/** Says how much may still be written; the limit counts characters, as the server does. */
function count(field) {
  const limit = field.parentElement.querySelector('[data-max]');
  const left = limit.dataset.max - [...field.value.replaceAll('\r\n', '\n')].length;
  limit.textContent = (left < 0 ? limit.dataset.over : limit.dataset.left).replace('{}', Math.abs(left));
  limit.classList.toggle('wrong', left < 0);
}

function prepare(root) {
  for (const form of root.querySelectorAll('form.writing')) {
    for (const field of fieldsOf(form)) {
      const kept = sessionStorage.getItem(keptAt(field));
      if (kept && !field.value) {
        field.value = kept;
        const folded = field.closest('details');
        if (folded) folded.open = true;
      }
      if (field.value) count(field);
      field.addEventListener('input', () => {
        count(field);
        sessionStorage.setItem(keptAt(field), field.value);
      });
    }
  }
}

function forget(form) {
  for (const field of fieldsOf(form)) sessionStorage.removeItem(keptAt(field));
}

function tell(form, text) {
  form.querySelector('.alert')?.remove();
  const alert = document.createElement('div');
  alert.className = 'alert';
  alert.setAttribute('role', 'alert');
  alert.textContent = text;
  form.prepend(alert);
}

/** Puts the answer's content in place, and the keyboard where it belongs: at what is wrong, at the button just used, or at what
 * was done. */
function show(page, form) {
  const main = document.querySelector('main');
  const next = page.querySelector('main');
  const action = form.getAttribute('action');
  const writing = form.classList.contains('writing');
  document.title = page.title;
  prepare(next);
  main.replaceWith(next);
  const done = next.querySelector('.said');
  const same = [...next.querySelectorAll('form')].find((one) => one.getAttribute('action') === action);
  const wrong = next.querySelector('[aria-invalid="true"], .alert');
  const target = wrong ?? (writing ? (done ?? next) : (same?.querySelector('button') ?? done ?? next));
  if (!target.matches('input, textarea, button')) target.tabIndex = -1;
  target.focus();
  if (done) live.textContent = done.textContent;
}

async function send(form) {
  const answer = await fetch(form.action, {
    method: 'POST', headers: { Accept: 'text/html' }, body: new URLSearchParams(new FormData(form)),
  });
  if (!answer.headers.get('Content-Type')?.startsWith('text/html')) {
    const problem = await answer.json();
    return tell(form, problem.detail);
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (answer.ok) forget(form);
  if (answer.redirected && new URL(answer.url).pathname !== location.pathname) return location.assign(answer.url);
  return show(page, form);
}

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (form.method !== 'post') return;
  event.preventDefault();
  if (form.ariaBusy === 'true') return; // once is enough
  form.ariaBusy = 'true';
  try {
    await send(form);
  } catch {
    tell(form, document.querySelector('main').dataset.unreachable);
  }
  form.ariaBusy = 'false';
});

// What was just done is said once: not again when the page is opened again or its address passed on.
const address = new URL(location.href);
if (address.searchParams.has('said')) {
  address.searchParams.delete('said');
  history.replaceState(history.state, '', address);
}
prepare(document);
