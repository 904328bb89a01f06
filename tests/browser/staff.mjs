// The staff as the browser tests of holders need them: acting over the API, in single steps.
import assert from 'node:assert/strict';
import { newAddress, PASSWORD } from './world.mjs';

export { picture } from './actor.mjs';

/** A session of a member of staff with PASSWORD. */
export async function signIn(world, login) {
  const answer = await fetch(`${world.url}/v1/sessions`, {
    method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': newAddress() },
    body: JSON.stringify({ login, password: PASSWORD }),
  });
  assert.equal(answer.status, 201, await answer.clone().text());
  return answer.headers.get('set-cookie').split(';')[0];
}

/** Adds a member of staff and signs them in. */
export async function addStaff(world, login, ...roles) {
  await world.addStaff(login, ...roles);
  return signIn(world, login);
}

/** Takes a step on a case, on the version that it has now; gives the case. */
export async function step(world, id, what, cookie, body, method = 'POST') {
  const path = `/v1/cases/${id}`;
  const { headers } = await world.ask('GET', path, undefined, cookie);
  return (await world.ask(method, `${path}/${what}`, body, cookie, { 'If-Match': headers.get('etag') })).body;
}

/** Accepts, or checks off, every item that is asked for. */
export async function acceptAll(world, id, cookie, what = 'verdict') {
  const { body } = await world.ask('GET', `/v1/cases/${id}`, undefined, cookie);
  for (const item of body.items)
    if (item.needed > 0 && item.state !== 'accepted') await step(world, id, `items/${item.id}/${what}`, cookie, { accepted: true }, 'PUT');
}
