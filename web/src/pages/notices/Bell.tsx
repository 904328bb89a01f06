// The bell in the frame: how much is unread, and the newest of it, one key away.
import { Badge, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { NoticeRow } from './NoticeRow';
import { useMarkRead, useNewestNotices } from './queries';

const SHOWN_MAX = 6;
const COUNTED_MAX = 9;

export default function Bell() {
  const { t } = useTranslation('notices');
  const { key } = useLocation();
  const [openAt, setOpenAt] = useState<string | null>(null); // the place in the history where it was opened
  const newest = useNewestNotices();
  const read = useMarkRead();
  const items = newest.data?.items ?? [];
  const unread = items.filter((notice) => !notice.read_at).length;
  const shown = unread > COUNTED_MAX ? `${COUNTED_MAX}+` : unread; // what is said is what is seen

  const list = (
    <div className="bell-list">
      {items.length === 0 ? (
        <p className="quiet">{t('none')}</p>
      ) : (
        <ul className="list">
          {items.slice(0, SHOWN_MAX).map((notice) => (
            <NoticeRow
              key={notice.id}
              notice={notice}
              onOpen={({ id, read_at }) => {
                setOpenAt(null);
                if (!read_at) read.mutate([id]);
              }}
            />
          ))}
        </ul>
      )}
      <p>
        <Link to="/notices" onClick={() => setOpenAt(null)}>
          {t('all')}
        </Link>
      </p>
    </div>
  );
  return (
    <Popover
      content={list}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      open={openAt === key}
      onOpenChange={(open) => setOpenAt(open ? key : null)}
      // biome-ignore lint/style/noNonNullAssertion: the frame is there while the bell is
      getPopupContainer={(bell) => bell.parentElement!}
    >
      <button
        type="button"
        className="plain bell"
        aria-expanded={openAt === key}
        aria-label={unread ? t('bellUnread', { count: unread, shown }) : t('bell')}
        onKeyDown={(event) => event.key === 'Escape' && setOpenAt(null)}
      >
        <Badge count={unread} overflowCount={COUNTED_MAX} size="small">
          <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
            <path
              d="M12 3a6 6 0 0 0-6 6v4l-2 4h16l-2-4V9a6 6 0 0 0-6-6zm-2.5 16a2.5 2.5 0 0 0 5 0"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.8"
              strokeLinejoin="round"
            />
          </svg>
        </Badge>
      </button>
    </Popover>
  );
}
