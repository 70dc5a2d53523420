/** The reference of the SDK: Markdown made from the docstrings of everything that the packages export, a file for each export. */
import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  Application,
  Comment,
  Converter,
  DeclarationReflection,
  type ProjectReflection,
  ReferenceType,
  ReflectionKind,
  TSConfigReader,
  type TypeDocOptions,
} from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'

/** In the order in which they are offered. Of the components, only what is used without its tag: tags, attributes and events stand in pages of their own. */
const packages = ['client', 'react', 'vue', 'server', 'ui'] as const
const isShown = (entry: string): boolean => !entry.startsWith('ui') || entry === 'ui/primitives'

interface Manifest {
  readonly description: string
  readonly exports: Readonly<Record<string, string | { readonly source?: string }>>
}

interface Entry {
  readonly file: string
  /** What stands first on its page. */
  readonly lead: string
}

/** The docstring that a file begins with, as one line. */
const leadOf = async (file: string): Promise<string> => {
  const [, text = ''] = /^(?:'use client'\s+)?\/\*\*(.*?)\*\//s.exec(await readFile(file, 'utf8')) ?? []
  return text.replace(/\s*\n \* ?/g, ' ').trim()
}

/** Where a package's exports begin, by the words behind `@syncforge/`: `client`, `client/rooms`. */
const entriesOf = async (root: string, name: string): Promise<readonly [string, Entry][]> => {
  const folder = join(root, 'sdk', name)
  const { description, exports } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest
  const entries: [string, Entry][] = []
  for (const [path, target] of Object.entries(exports)) {
    const entry = `${name}${path.slice(1)}`
    if (typeof target !== 'object' || target.source === undefined || !isShown(entry)) continue
    const file = join(folder, target.source)
    entries.push([entry, { file, lead: path === '.' ? description : await leadOf(file) }])
  }
  return entries
}

/**
 * A type that is read from a schema bears the schema's name: only the type is exported, and what its properties are checked by is shown as if it were
 * their default.
 */
const removeSchemas = (project: ProjectReflection): void => {
  for (const { children = [] } of project.children ?? []) {
    for (const each of [...children]) {
      if (each instanceof DeclarationReflection && each.type instanceof ReferenceType && each.type.package === 'zod')
        project.removeReflection(each)
    }
  }
  for (const each of project.getReflectionsByKind(ReflectionKind.Property)) {
    if (each instanceof DeclarationReflection) delete each.defaultValue
  }
}

/**
 * Writes `<package>/index.md` and `<package>/<kind>/<export>.md` into `folder`, which is replaced as a whole.
 *
 * @throws Error when there is nothing to make it of
 * @example
 * await writeSdkReference('/clone', '/clone/dist/sdk-reference') // …/client/interfaces/Room.md
 */
export const writeSdkReference = async (root: string, folder: string): Promise<void> => {
  const entries = new Map((await Promise.all(packages.map((name) => entriesOf(root, name)))).flat())
  const made = `${folder}-${process.pid}`
  const options: Partial<TypeDocOptions> & PluginOptions = {
    entryPoints: [...entries.values()].map(({ file }) => file),
    tsconfig: join(import.meta.dirname, 'tsconfig.sdk.json'),
    basePath: root,
    out: made,
    plugin: ['typedoc-plugin-markdown', 'typedoc-plugin-zod'],
    logLevel: 'Error',
    // A server starts also while somebody changes a type: `npm run check` is what refuses it.
    skipErrorChecking: true,
    readme: 'none',
    disableSources: true,
    excludeExternals: true,
    excludeInternal: true,
    excludePrivate: true,
    excludeProtected: true,
    router: 'member',
    entryFileName: 'index',
    hideBreadcrumbs: true,
    hidePageHeader: true,
    useCodeBlocks: true,
    indexFormat: 'table',
    parametersFormat: 'table',
    propertyMembersFormat: 'table',
    typeDeclarationFormat: 'table',
  }
  const app = await Application.bootstrapWithPlugins(options, [new TSConfigReader()])
  // Before its groups are made, which would go on naming what was removed.
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => removeSchemas(project))
  const project = await app.convert()
  if (!project) throw new Error('The reference of the SDK cannot be made: nothing of its packages was found.')
  for (const each of project.getChildrenByKind(ReflectionKind.Module)) {
    each.name = each.name.replace(/^sdk\//, '').replace(/\/src(?=\/|$)/, '')
    each.comment = new Comment([{ kind: 'text', text: entries.get(each.name)?.lead ?? '' }])
  }
  await app.generateOutputs(project)
  if (app.logger.hasErrors()) throw new Error('The reference of the SDK could not be written.')
  await rm(folder, { recursive: true, force: true })
  await rename(made, folder)
}
