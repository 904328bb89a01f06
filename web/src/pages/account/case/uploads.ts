// The files on their way: each goes at once, can be cancelled, and is kept to be sent again where it broke off.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isSignedOut, Problem } from '~/api/problem';
import { sessionOverKey } from '~/api/queries';
import { sendFile } from '~/api/upload';
import { newKey } from '~/api/writes';
import type { GoodFile } from './files';

export interface Upload {
  /** Its Idempotency-Key too, so that sending it again never gives it twice. */
  key: string;
  item: string;
  material: string;
  file: File;
  mediaType: string;
  /** A picture's, to be shown; a URL of this page. */
  preview: string | null;
  sentBytes: number;
  error: Error | null;
}

export interface Uploads {
  all: readonly Upload[];
  add: (item: string, material: string, files: readonly GoodFile[]) => void;
  cancel: (key: string) => void;
  retry: (key: string) => void;
}

interface Options {
  /** "/v1/cases/…" or "/v1/attempts/…" */
  base: string;
  /** Called once a file is with the server. */
  onGiven: (upload: Upload) => Promise<unknown>;
  /** Called where the server did not take it. */
  onRefused: () => unknown;
}

export function useUploads({ base, onGiven, onRefused }: Options): Uploads {
  const client = useQueryClient();
  const [all, setAll] = useState<readonly Upload[]>([]);
  const running = useRef(new Map<string, AbortController>());

  useEffect(() => {
    const controllers = running.current;
    return () => {
      for (const controller of controllers.values()) controller.abort();
    };
  }, []);
  const change = useCallback((key: string, to: Partial<Upload>) => {
    setAll((uploads) => uploads.map((one) => (one.key === key ? { ...one, ...to } : one)));
  }, []);
  const drop = useCallback((upload: Upload) => {
    if (upload.preview) URL.revokeObjectURL(upload.preview);
    setAll((uploads) => uploads.filter((one) => one.key !== upload.key));
  }, []);

  const send = async (upload: Upload) => {
    const controller = new AbortController();
    running.current.set(upload.key, controller);
    try {
      await sendFile({
        path: `${base}/items/${upload.item}/files?material=${upload.material}`,
        file: upload.file,
        mediaType: upload.mediaType,
        key: upload.key,
        onSent: (sentBytes) => change(upload.key, { sentBytes }),
        signal: controller.signal,
      });
      await onGiven(upload);
      drop(upload);
    } catch (error) {
      if (controller.signal.aborted) return drop(upload);
      if (isSignedOut(error)) client.setQueryData(sessionOverKey, true);
      else if (error instanceof Problem) void onRefused();
      change(upload.key, { error: error instanceof Error ? error : new Error(String(error)) });
    } finally {
      running.current.delete(upload.key);
    }
  };
  const find = (key: string) => all.find((one) => one.key === key);

  return {
    all,
    add: (item, material, files) => {
      const added = files.map(({ file, mediaType }) => ({
        key: newKey(),
        item,
        material,
        file,
        mediaType,
        preview: mediaType.startsWith('image/') ? URL.createObjectURL(file) : null,
        sentBytes: 0,
        error: null,
      }));
      setAll((uploads) => [...uploads, ...added]);
      for (const upload of added) void send(upload);
    },
    cancel: (key) => {
      const controller = running.current.get(key);
      const upload = find(key);
      if (controller) controller.abort();
      else if (upload) drop(upload);
    },
    retry: (key) => {
      const upload = find(key);
      if (!upload) return;
      change(key, { error: null, sentBytes: 0 });
      void send(upload);
    },
  };
}
