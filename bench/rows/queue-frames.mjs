// The reviewer's queue of a hundred thousand cases, in a real browser: the longest that one frame keeps the page busy while
// somebody scrolls.
import { closeBrowser, openBrowser, person } from '../../tests/browser/browser.mjs';
import { copyCases, holderOf, signInAt } from '../../tests/browser/staff-world.mjs';
import { startWorld } from '../../tests/browser/world.mjs';
import { goals, line } from '../measure.mjs';

const FRAME_MS_MAX = 50;
const STEP_PX = 300;
const FRAMES = 60;

/** Scrolls by `px` a frame for so many frames; gives the longest frame in ms, and 0 where none took 50 ms: the browser tells
 * of longer ones only. `busyMs` keeps each frame busy, to try the measure itself. */
function scroll(page, px, frames, busyMs = 0) {
  return page.evaluate(async ([by, count, busy]) => {
    const box = document.querySelector('.rows');
    let longest = 0;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
    });
    observer.observe({ type: 'long-animation-frame' });
    for (let frame = 0; frame < count; frame += 1) {
      box.scrollTop += by;
      for (const until = performance.now() + busy; performance.now() < until;);
      await new Promise(requestAnimationFrame);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    observer.disconnect();
    return longest;
  }, [px, frames, busyMs]);
}

async function measure(bench) {
  const cases = bench.size(100_000);
  const world = await startWorld();
  try {
    await openBrowser();
    await world.addStaff('li.na', 'reviewer');
    bench.progress(`${cases} cases`);
    await copyCases(world, await (await holderOf(world)).submit(), cases);
    const page = await person(world, { language: 'en' });
    await page.context().tracing.stop(); // it takes pictures of each frame
    await signInAt(page, 'li.na', '/review?state=submitted');
    await page.locator('.queue-row').first().waitFor();
    if ((await scroll(page, 1, 3, 2 * FRAME_MS_MAX)) <= FRAME_MS_MAX) throw new Error('the measure does not see a long frame');
    const longest = [];
    for (let time = 1; time <= bench.times; time += 1) {
      bench.progress(`scrolling: ${time}/${bench.times}`);
      longest.push(await scroll(page, STEP_PX, FRAMES));
    }
    return [line({
      what: `longest frame while the queue of ${cases.toLocaleString('en')} cases scrolls`, ours: longest, unit: 'ms',
      goal: goals.atMost(FRAME_MS_MAX, 'ms'), note: 'frames below 50 ms count as 0',
    })];
  } finally {
    await closeBrowser();
    await world.stop();
  }
}

export const queueFrames = { name: 'queue-frames', needs: ['/usr/bin/chromium'], measure };
