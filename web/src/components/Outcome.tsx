// A page that says one thing: done, not found, not yours.
import { Result } from 'antd';
import type { ReactNode } from 'react';
import { useDocumentTitle } from './PageHead';

interface Props {
  status: 'success' | 'info' | 'warning' | 'error';
  title: string;
  text: ReactNode;
  extra?: ReactNode;
}

export function Outcome({ status, title, text, extra }: Props) {
  useDocumentTitle(title);
  return (
    <Result status={status} title={<h1 className="result-title">{title}</h1>} subTitle={text} extra={extra} />
  );
}
