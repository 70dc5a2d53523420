/** A group of routes as plain text, for programs that read. */
import type { OpenApi, Route } from '../../../../site/docs/try/openapi.ts'
import { answersOf, bodiesOf, curlOf, type Group, parametersOf } from './groups.ts'
import type { Field } from './schema.ts'

const line = ({ path, type, isRequired, fallback, note }: Field): string =>
  `- \`${path}\`: \`${type}\`${isRequired ? ', required' : ''}${fallback === null ? '' : `, default \`${fallback}\``}${note === '' ? '' : `. ${note}`}`

const list = (title: string, fields: readonly Field[]): string =>
  fields.length === 0 ? '' : `${title}:\n\n${fields.map(line).join('\n')}`

const routeText = (route: Route, api: OpenApi): string => {
  const { method, path, operation } = route
  const answers = answersOf(route, api).map(({ status, description, contents }) =>
    [`- ${status}: ${description}`, ...contents.flatMap(({ fields }) => fields.map((each) => `  ${line(each)}`))].join(
      '\n',
    ),
  )
  return [
    `## ${operation.summary ?? path}`,
    `\`${method.toUpperCase()} ${path}\``,
    operation.description ?? '',
    list('Parameters', parametersOf(route, api)),
    ...bodiesOf(route, api).map(({ type, fields }) => list(`Body, \`${type}\``, fields)),
    `Answers:\n\n${answers.join('\n')}`,
    `\`\`\`sh\n${curlOf(route, api)}\n\`\`\``,
  ]
    .filter((block) => block !== '')
    .join('\n\n')
}

export const groupText = ({ title, routes }: Group, api: OpenApi): string =>
  `# ${title}: REST API\n\n${routes.map((route) => routeText(route, api)).join('\n\n')}\n`
