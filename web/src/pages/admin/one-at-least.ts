// A rule for groups of boxes. Ant Design's own `required` would put aria-required on a group, where ARIA has no such attribute.

export function oneAtLeast(message: string) {
  return {
    validator: async (_: unknown, chosen: readonly unknown[] | undefined) => {
      if (!chosen?.length) throw new Error(message);
    },
  };
}
