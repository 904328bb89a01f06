// Bodies by the contract: one that is good for a schema, and every way in which a single place of it can be wrong, with the
// problem that is due.
const TEXT = 'x';

/** Values for members whose schema alone does not tell a good one. */
const KNOWN = {
  amount: '0.37', balance: '1.00', credit: '1.00', vouchers: '1.00', cost_1_day: '1.00', cost_3_days: '1.00', cost_7_days: '1.00',
  cost_30_days: '1.00', email: 'wang@example.com', mobile: '13800138000', number: '11010119900307053X',
  owner_number: '11010119900307053X', owner_name: '王芳',
};

/** Members that only the use case can judge, by what they belong to. */
const JUDGED_LATER = ['account_number'];

export class Samples {
  constructor(contract) {
    this.contract = contract;
  }

  /** A good value: what is required, and of a list one element. */
  good(schema, name = '') {
    const at = this.contract.resolve(schema);
    if (name in KNOWN) return KNOWN[name];
    if (at.enum) return at.enum[0];
    if (at.type === 'object')
      return Object.fromEntries((at.required ?? []).map((member) => [member, this.good(at.properties[member], member)]));
    if (at.type === 'array') return [this.good(at.items)];
    if (at.type === 'boolean') return true;
    if (at.type === 'integer') return at.minimum ?? 1;
    if (at.format === 'uuid') return '01631b2a-6d40-7c3a-9f0e-2b6f0f0c7a11';
    if (at.format === 'date-time') return '2018-05-10T18:34:14+08:00';
    return TEXT.repeat(at.minLength ?? 1);
  }

  /** Every wrong value of a schema: { what, value, status, type, pointer }. */
  * wrong(schema, name = '') {
    const at = this.contract.resolve(schema);
    const refused = (what, value, type, pointer = '') => ({ what, value, status: 422, type, pointer });
    if (at.type === 'object') yield* this.#wrongObject(at, refused);
    else if (at.type === 'array') {
      yield refused('no list', { a: 1 }, 'wrong-type');
      for (const one of this.wrong(at.items)) yield { ...one, value: [one.value], pointer: `/0${one.pointer}` };
    } else if (at.type === 'boolean') yield refused('no boolean', 'yes', 'wrong-type');
    else if (at.type === 'integer') {
      yield refused('no number', '1', 'wrong-type');
      yield refused('no whole number', 1.5, 'wrong-type');
      if (at.minimum !== undefined) yield refused('too small', at.minimum - 1, 'out-of-range');
      if (at.maximum !== undefined) yield refused('too large', at.maximum + 1, 'out-of-range');
    } else yield* this.#wrongText(at, name, refused);
  }

  * #wrongObject(at, refused) {
    const whole = this.good(at);
    yield refused('no object', [], 'wrong-type');
    yield refused('a member that is not known', { ...whole, 'a/surprise': 1 }, 'unknown-field', '/a~1surprise');
    for (const member of at.required ?? []) {
      const { [member]: _, ...rest } = whole;
      yield refused('a member is missing', rest, 'missing-field', `/${member}`);
    }
    for (const [member, schema] of Object.entries(at.properties))
      for (const one of this.wrong(schema, member))
        yield { ...one, value: { ...whole, [member]: one.value }, pointer: `/${member}${one.pointer}` };
  }

  * #wrongText(at, name, refused) {
    const plain = !at.enum && !at.format && !at.pattern;
    yield refused('no text', 7, 'wrong-type');
    yield refused('control characters', 'a\u0007b', at.enum ? 'unknown-value' : 'malformed-value');
    if (at.enum) yield refused('a value that is not known', 'no-such-value', 'unknown-value');
    else if (!plain && !JUDGED_LATER.includes(name)) yield refused('malformed', '(nonsense)', 'malformed-value');
    if (plain && at.maxLength) yield refused('too long', TEXT.repeat(at.maxLength + 1), 'too-long');
    if (plain && at.minLength) yield refused('nothing but white space', ' \n\t ', 'missing-field');
  }
}
