// One notice: what happened, when, and the way to it; what is unread is told by more than its colour.
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useKnownCaller } from '~/app/session';
import { When } from '~/components/When';
import type { Notice } from './queries';
import { useNoticeWords } from './words';

interface Props {
  notice: Notice;
  /** Called where somebody goes to what it is about. */
  onOpen: (notice: Notice) => void;
}

export function NoticeRow({ notice, onOpen }: Props) {
  const { t } = useTranslation('notices');
  const staff = useKnownCaller()?.staff; // who has many at once, and knows them by the end of their number
  const words = useNoticeWords()(notice.event);
  const to = notice.proceeding ? `/proceedings/${notice.proceeding}` : '/';

  return (
    <li className="list-row">
      <div className="list-main">
        <Link to={to} onClick={() => onOpen(notice)} className={notice.read_at ? 'notice' : 'notice unread'}>
          {words}
        </Link>
        <div className="quiet">
          <When at={notice.created_at} />
          {staff && notice.proceeding && ` · ${notice.proceeding.slice(-6)}`}
        </div>
      </div>
      {!notice.read_at && <Tag color="processing">{t('unread')}</Tag>}
    </li>
  );
}
