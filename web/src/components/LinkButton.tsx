// A link that looks like a button and stays a link.
import { Button, type ButtonProps } from 'antd';
import { useHref, useLinkClickHandler } from 'react-router';

interface Props {
  to: string;
  label: string;
  type?: NonNullable<ButtonProps['type']>;
}

export function LinkButton({ to, label, type = 'primary' }: Props) {
  const href = useHref(to);
  const follow = useLinkClickHandler<HTMLElement>(to);

  return (
    <Button
      type={type}
      href={href}
      onClick={(event) =>
        follow(event as React.MouseEvent<HTMLElement, MouseEvent> & React.MouseEvent<never>)
      }
    >
      {label}
    </Button>
  );
}
