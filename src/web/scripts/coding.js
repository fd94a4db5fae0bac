// Keys for the table of claims: to move, to tick and to leave uncoded. They
// hold while a claim has the focus, and not while something is typed. What is
// ticked is sent by the form, as without this script.

'use strict';

function code(list) {
  const claims = [...list.querySelectorAll('fieldset')];
  const form = list.closest('form');
  const keys = form.querySelector('[data-keys]');

  if (keys) keys.hidden = false;
  for (const claim of claims) claim.tabIndex = -1;
  // One stop by Tab into the table; j and k go on from there.
  if (claims.length > 0) claims[0].tabIndex = 0;

  const boxes = (claim) => [...claim.querySelectorAll('[data-theme]')];
  const uncoded = (claim) => claim.querySelector('[data-uncoded]');
  const other = (claim) => claim.querySelector('input[list]');

  function go(place) {
    const claim = claims[place];
    if (!claim) return form.querySelector('button[type=submit]').focus();
    claim.focus();
    claim.scrollIntoView({ block: 'nearest' });
  }

  function mark(claim) {
    claim.classList.toggle('settled', uncoded(claim).checked || other(claim).value.trim() !== '' || boxes(claim).some((box) => box.checked));
  }

  function tick(claim, box, on) {
    if (!box) return false;
    box.checked = on;
    if (on) uncoded(claim).checked = false;
    mark(claim);
    return true;
  }

  function leave(claim) {
    for (const box of boxes(claim)) box.checked = false;
    other(claim).value = '';
    uncoded(claim).checked = true;
    mark(claim);
  }

  // What was ticked here goes; what was decided before is taken back.
  function takeBack(claim) {
    const all = [...boxes(claim), uncoded(claim)];
    const changed = all.some((box) => box.checked !== box.defaultChecked) || other(claim).value !== '';
    for (const box of all) box.checked = changed && box.defaultChecked;
    other(claim).value = '';
    mark(claim);
  }

  function accept(claim) {
    const all = boxes(claim);
    return all.some((box) => box.checked) || tick(claim, all[0], true);
  }

  function act(event, claim, place) {
    const number = Number(event.key);
    if (event.key === 'j') go(place + 1);
    else if (event.key === 'k') go(Math.max(place - 1, 0));
    else if (event.key === 'Enter') { if (accept(claim)) go(place + 1); }
    else if (event.key === 'u') { leave(claim); go(place + 1); }
    else if (event.key === 'z') takeBack(claim);
    else if (event.key === 't') other(claim).focus();
    else if (number >= 1) { const box = boxes(claim)[number - 1]; tick(claim, box, !box?.checked); }
    else return;
    event.preventDefault();
  }

  list.addEventListener('keydown', (event) => {
    const claim = event.target.closest('fieldset');
    if (!claim || event.ctrlKey || event.altKey || event.metaKey) return;
    const typing = event.target.matches('input[list]');
    if (typing && event.key === 'Escape') claim.focus();
    // A theme that is being chosen is no reason to send the page.
    if (typing && event.key === 'Enter') event.preventDefault();
    if (typing || event.target.matches('a')) return;
    act(event, claim, claims.indexOf(claim));
  });
  list.addEventListener('change', (event) => {
    const claim = event.target.closest('fieldset');
    if (!claim) return;
    if (event.target === uncoded(claim) && event.target.checked) leave(claim);
    else tick(claim, event.target.matches('[data-theme]') ? event.target : null, event.target.checked);
    mark(claim);
  });
  claims.forEach(mark);
}

document.querySelectorAll('[data-coding]').forEach(code);
