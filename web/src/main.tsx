// Where the console begins: languages first, then the theme, the cache of answers, and the pages.
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { makeQueryClient } from '~/api/queries';
import { startLanguages } from '~/app/languages';
import { Router } from '~/app/Router';
import { THEME_CLASS, Theme } from '~/app/theme';
import '~/app/console.css';

const place = document.getElementById('console');
if (!place) throw new Error('index.html has no place for the console');
place.className = THEME_CLASS;

await startLanguages();
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={makeQueryClient()}>
      <Suspense fallback={null}>
        <Theme>
          <Router />
        </Theme>
      </Suspense>
    </QueryClientProvider>
  </StrictMode>,
);
