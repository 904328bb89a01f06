// Every text in Chinese, by the part of the console that it belongs to: a file of its own that comes whole.
export default import.meta.glob<object>('../../locales/zh-CN/*.json', { eager: true, import: 'default' });
