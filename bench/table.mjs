// The table of results as Markdown: written whole, or one row's lines put in the place of its older ones.
const HEAD = `# Figures

Every line is a measurement of \`make bench\`: where there is another side, both were taken in the same run, in turn, and the
median of at least three counts. \`make bench\` takes them all again, \`ONLY=NAME\` one, \`SMALL=1\` all at a hundredth of the size.
`;
const COLUMNS = ['row', 'what', 'shiming', 'against', 'its figure', 'ratio', 'goal', 'verdict', 'taken'];
const BEGIN = `| ${COLUMNS.join(' | ')} |\n| ${COLUMNS.map(() => '---').join(' | ')} |`;

/** Three figures that count, thousands parted. */
function figure(value, unit) {
  if (value === null || value === undefined) return '';
  if (!Number.isFinite(value)) throw new Error(`no figure: ${value}`);
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  const text = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return unit ? `${text} ${unit}` : text;
}

function textOf(name, one, taken) {
  const against = one.missing ? `missing: ${one.missing}` : one.against ?? '';
  const cells = [
    name, one.note ? `${one.what} (${one.note})` : one.what, figure(one.ours, one.unit), against, figure(one.theirs, one.unit),
    one.ratio === null || one.ratio === undefined ? '' : `${figure(one.ratio)}×`, one.goal, one.verdict, taken,
  ];
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
}

const now = () => `${new Date().toISOString().slice(0, 16).replace('T', ' ')}Z`;

/** The lines of one row, for reading while the bench runs. */
export function tableOf(name, lines) {
  return [BEGIN, ...lines.map((one) => textOf(name, one, now()))].join('\n');
}

/** The head of the file: rows of [what, text]. */
export function headOf(rows) {
  return `${HEAD}\n| machine | |\n| --- | --- |\n${rows.map(([what, text]) => `| ${what} | ${text} |`).join('\n')}\n`;
}

/** Puts a row's lines into the table of a file, in the order of `names`; older lines of other rows stay. */
export function mergeTable(head, file, name, lines, names) {
  const rowOf = (text) => text.split('|')[1]?.trim();
  const at = file.indexOf(BEGIN);
  const kept = at < 0 ? [] : file.slice(at).split('\n').slice(2).filter((text) => names.includes(rowOf(text)) && rowOf(text) !== name);
  const all = [...kept, ...lines.map((one) => textOf(name, one, now()))];
  const sorted = names.flatMap((one) => all.filter((text) => rowOf(text) === one));
  return `${head}\n${[BEGIN, ...sorted].join('\n')}\n`;
}
