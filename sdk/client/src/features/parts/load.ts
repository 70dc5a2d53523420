/** The way to the table of parts. */
export const parts = () => import('./parts.ts')
