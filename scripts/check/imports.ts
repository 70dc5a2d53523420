// Owns reading a file's imports and finding the file of ours that each one means. Refuses to judge them: see directions.ts.
import { readFile } from 'node:fs/promises'
import { posix } from 'node:path'
import { codeFiles } from './files.ts'

export interface Import {
  readonly from: string
  /** The path of a file of ours, relative to the root; or the specifier as written, of a package. */
  readonly to: string
  readonly isOurs: boolean
  /** Erased before the code runs. */
  readonly isType: boolean
}

// The formatter puts every top-level statement at the start of a line: text inside strings is indented or quoted.
const STATIC = /^(?:import|export)\s+(?<type>type\s+)?(?:[\w$*{][^'"`;()]*?\sfrom\s+)?['"](?<specifier>[^'"]+)['"]/gm
const DYNAMIC = /(?<type>typeof\s+)?\bimport\(\s*['"](?<specifier>[^'"]+)['"]\s*\)/g
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm

const WORKSPACES: Readonly<Record<string, string>> = {
  '@syncforge/protocol': 'sdk/protocol',
  '@syncforge/client': 'sdk/client/src',
}

const resolveSpecifier = (from: string, specifier: string): { readonly to: string; readonly isOurs: boolean } => {
  if (specifier.startsWith('.')) return { to: posix.join(posix.dirname(from), specifier), isOurs: true }
  for (const [name, folder] of Object.entries(WORKSPACES)) {
    if (specifier === name) return { to: `${folder}/index.ts`, isOurs: true }
    if (specifier.startsWith(`${name}/`)) return { to: `${folder}${specifier.slice(name.length)}.ts`, isOurs: true }
  }
  return { to: specifier, isOurs: false }
}

/** What one file imports and re-exports, as written. */
export const specifiersIn = (text: string): { readonly specifier: string; readonly isType: boolean }[] => {
  const code = text.replaceAll(COMMENT, '')
  return [...code.matchAll(STATIC), ...code.matchAll(DYNAMIC)].map(({ groups }) => ({
    specifier: groups?.specifier ?? '',
    isType: groups?.type !== undefined,
  }))
}

/** The imports and re-exports of one file, from its text. */
export const importsOf = (from: string, text: string): Import[] =>
  specifiersIn(text).map(({ specifier, isType }) => ({ from, ...resolveSpecifier(from, specifier), isType }))

/** The imports of every TypeScript file below `root`. */
export const readImports = async (root: string): Promise<Import[]> => {
  const files = (await codeFiles(root)).filter((path) => /\.m?tsx?$/.test(path))
  const texts = await Promise.all(files.map((path) => readFile(posix.join(root, path), 'utf8')))
  return files.flatMap((path, index) => importsOf(path, texts[index] ?? ''))
}
