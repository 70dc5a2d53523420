// Owns the check of imports: dependency-cruiser reads the code, the rules are those of directions.ts.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type ICruiseResult, type IForbiddenRuleType, type IViolation } from 'dependency-cruiser'
import type { Check } from './check.ts'
import { bundleRules, importRules } from './directions.ts'
import { codeFiles } from './files.ts'

/** Our packages by their sources, whatever is installed. */
const aliasesIn = (root: string) => ({
  '@syncforge/protocol': join(root, 'sdk/protocol'),
  '@syncforge/client': join(root, 'sdk/client/src'),
  '@syncforge/ui': join(root, 'sdk/ui/src'),
  '@syncforge/react': join(root, 'sdk/react/src'),
  '@syncforge/vue': join(root, 'sdk/vue/src'),
})

const violationsOf = async (root: string, rules: readonly IForbiddenRuleType[], withTypes: boolean) => {
  const files = (await codeFiles(root)).filter((path) => /\.m?tsx?$/.test(path))
  const installed = join(root, 'node_modules')
  const { output } = await cruise(
    files,
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: [...rules] },
      tsPreCompilationDeps: withTypes,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '(?:^|/)dist/' },
    },
    {
      alias: aliasesIn(root),
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      conditionNames: ['source', 'import', 'module', 'default', 'types'],
      ...(existsSync(installed) ? { modules: [installed, 'node_modules'] } : {}),
    },
    // What decides which imports the code keeps: those that are not marked as types.
    { tsConfig: { options: { verbatimModuleSyntax: true }, errors: [], fileNames: [] } },
  )
  return (output as ICruiseResult).summary.violations
}

const sentenceOf = ({ from, to, rule, cycle, via }: IViolation): string => {
  const trail = (cycle ?? via ?? []).map(({ name }) => name)
  if (trail.length > 0) return `${rule.name}: ${[from, ...trail].join(' → ')}`
  return rule.name.startsWith('a folder without') ? `${from} is in ${rule.name}` : `${from} may not import ${to}`
}

export const imports: Check = {
  name: 'import directions and cycles (dependency-cruiser)',
  async run(root) {
    const violations = [
      ...(await violationsOf(root, importRules, true)),
      ...(await violationsOf(root, bundleRules, false)),
    ]
    return { problems: [...new Set(violations.map(sentenceOf))] }
  },
}
