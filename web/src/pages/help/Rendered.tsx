// What somebody wrote in Markdown, as the server renders it.
import './help.css';

export function Rendered({ html }: { html: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the server's own rendering, whose only tags are those that it writes itself
  return <div className="rendered" dangerouslySetInnerHTML={{ __html: html }} />;
}
