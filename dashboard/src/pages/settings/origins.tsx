/** The pages that may use an organization's publishable keys. */
import { TextField, valuesOf } from '../../components/field.tsx'
import { type OrganizationDetail, useChange } from './queries.ts'
import { SettingsForm } from './settings-form.tsx'

/** One on each line, or between commas. */
const originsOf = (text: string): string[] => text.split(/[\s,]+/).filter((origin) => origin !== '')

export const Origins = ({ organization: { id, allowedOrigins } }: { readonly organization: OrganizationDetail }) => {
  const change = useChange(id)
  return (
    <SettingsForm
      title="Allowed origins"
      lead="Pages that may use your publishable keys. None named: every page may."
      busy={change.isPending}
      error={change.error}
      onSubmit={(form) => change.mutate({ allowedOrigins: originsOf(valuesOf(form).origins ?? '') })}
    >
      <TextField
        label="Origins"
        name="origins"
        className="field field-area mono"
        spellCheck={false}
        placeholder="https://app.example.com"
        defaultValue={allowedOrigins.join('\n')}
        hint="One on each line, such as https://app.example.com."
      />
    </SettingsForm>
  )
}
