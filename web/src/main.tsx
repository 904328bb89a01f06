// Where the console begins: languages first, then the theme, the cache of answers, and the pages.
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, Suspense, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { makeQueryClient } from '~/api/queries';
import { startLanguages } from '~/app/languages';
import { pageAt } from '~/app/pages';
import { Router } from '~/app/Router';
import { sessionQuery } from '~/app/session';
import { THEME_CLASS, Theme } from '~/app/theme';
import '~/app/console.css';

const CALLER_MS = 2_000; // the frame does not wait longer for who is here

const place = document.getElementById('console');
if (!place) throw new Error('index.html has no place for the console');
place.className = THEME_CLASS;

const client = makeQueryClient();
const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

// What is asked for while the texts come: the page at hand and, where that matters, who is here, so that the frame is drawn
// once and for all.
const page = pageAt(location.pathname);
const caller = page?.audience === 'everyone' ? null : client.prefetchQuery(sessionQuery);
page?.load().catch(() => {}); // the router tells, when it is its turn
await Promise.all([startLanguages(), Promise.race([caller, soon(CALLER_MS)])]);
// In small steps, between which a slow phone answers the finger.
startTransition(() =>
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Suspense fallback={null}>
          <Theme>
            <Router />
          </Theme>
        </Suspense>
      </QueryClientProvider>
    </StrictMode>,
  ),
);
