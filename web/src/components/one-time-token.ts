// The token of a one-time link: it stands behind the `#`, which no server sees, and leaves the address at once, so that it
// stays neither in the history nor in a shared screen.
import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';

/** Gives the token, empty where the link has none. */
export function useOneTimeToken(): string {
  const { hash, pathname } = useLocation();
  const navigate = useNavigate();
  const [token, setToken] = useState(hash.slice(1));

  useEffect(() => {
    if (!hash) return;
    setToken(hash.slice(1)); // also of a second link opened in the same tab
    void navigate(pathname, { replace: true });
  }, [hash, pathname, navigate]);
  return token;
}
