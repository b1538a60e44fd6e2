import './app/zod-settings.ts';
import './app/tokens.css';
import './app/base.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createAppRouter } from './app/router.tsx';
import { ShortcutsProvider } from './app/shortcuts/provider.tsx';
import { ThemeProvider } from './app/theme.tsx';
import { ToastProvider } from './components/toast.tsx';
import { TooltipProvider } from './components/tooltip.tsx';
import { LiveProvider } from './data/live.ts';
import { createQueryClient } from './data/query-client.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element #root');
const queryClient = createQueryClient();
const router = createAppRouter(queryClient);

createRoot(root).render(
  <StrictMode>
    {/* The server's policy allows no style elements; ours are all in files. */}
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <LiveProvider>
          <ThemeProvider>
            <ShortcutsProvider>
              <TooltipProvider>
                <ToastProvider>
                  <RouterProvider router={router} />
                </ToastProvider>
              </TooltipProvider>
            </ShortcutsProvider>
          </ThemeProvider>
        </LiveProvider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
