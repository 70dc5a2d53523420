/** The name of an organization, and its short name in addresses. */
import { organizationNameMaxLength } from '@syncforge/protocol/organizations'
import { useNavigate } from '@tanstack/react-router'
import { Field, valuesOf } from '../../components/field.tsx'
import { type OrganizationDetail, useChange } from './queries.ts'
import { SettingsForm } from './settings-form.tsx'

export const Identity = ({ organization: { id, name, slug } }: { readonly organization: OrganizationDetail }) => {
  const change = useChange(id)
  const navigate = useNavigate()
  return (
    <SettingsForm
      title="Name"
      busy={change.isPending}
      error={change.error}
      onSubmit={(form) => {
        const { name: newName = '', slug: newSlug = '' } = valuesOf(form)
        change.mutate(
          { name: newName.trim(), slug: newSlug },
          {
            // The address of this very page has changed.
            onSuccess: (changed) => {
              if (changed.slug !== slug) void navigate({ to: '/orgs/$slug/settings', params: { slug: changed.slug } })
            },
          },
        )
      }}
    >
      <div className="form-row">
        <Field label="Name" name="name" defaultValue={name} maxLength={organizationNameMaxLength} required />
        <Field
          label="Short name"
          name="slug"
          defaultValue={slug}
          pattern="[a-z0-9]+(-[a-z0-9]+)*"
          minLength={3}
          maxLength={48}
          hint="In addresses: small letters, digits, hyphens between them."
          spellCheck={false}
          required
        />
      </div>
    </SettingsForm>
  )
}
