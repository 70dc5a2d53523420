/**
 * Owns loading the database's code, which is most of what a start loads: once the settings are known to be right, and Drizzle as CommonJS.
 * Node looks a package's description up for each of its ES modules, and Drizzle's, with hundreds of exports, is so large that its hundred
 * modules take half a second of processor time; as CommonJS they take a tenth.
 */
import { registerHooks } from 'node:module'

/** @returns what opens the database */
export const loadDatabase = async (): Promise<typeof import('./open.ts')> => {
  registerHooks({
    resolve(specifier, context, next) {
      if (!/^drizzle-orm(\/|$)/.test(specifier)) return next(specifier, context)
      const conditions = context.conditions.map((condition) => (condition === 'import' ? 'require' : condition))
      return next(specifier, { ...context, conditions })
    },
  })
  return import('./open.ts')
}
