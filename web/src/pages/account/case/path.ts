// Where a holder's pages about one change are.

export const casePath = (id: string) => `/account/cases/${id}`;
export const labelPath = (id: string) => `${casePath(id)}/label`;
export const attemptPath = (id: string) => `/account/attempts/${id}`;
export const certificatePath = (id: string) => `${casePath(id)}/certificate`;
export const GUIDE_PATH = '/account/change';
/** Where the new owner is verified; a page of its own. */
export const REVERIFY_PATH = '/account/reverify';
