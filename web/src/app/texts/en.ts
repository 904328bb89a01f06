// Every text in English, by the part of the console that it belongs to: a file of its own that comes whole.
export default import.meta.glob<object>('../../locales/en/*.json', { eager: true, import: 'default' });
