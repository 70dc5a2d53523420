/** Logo and colour, which the components that customers see take up. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Avatar } from '../../components/avatar.tsx'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { smallImage } from '../../files/small-image.ts'
import { type OrganizationDetail, useChange } from './queries.ts'
import { SettingsForm } from './settings-form.tsx'

const FIRST_COLOR = '#c2410c'

export const Branding = ({
  organization: { id, name, logo, color },
}: {
  readonly organization: OrganizationDetail
}) => {
  const change = useChange(id)
  const [image, setImage] = useState(logo)
  const [shade, setShade] = useState(color)
  const choose = useMutation({ mutationFn: smallImage, onSuccess: setImage })
  return (
    <SettingsForm
      title="Branding"
      lead="Shown in the dashboard, and by the components in your product."
      busy={change.isPending}
      error={change.error ?? choose.error}
      onSubmit={() => change.mutate({ logo: image, color: shade })}
    >
      <div className="picture">
        <span className="avatar-large">
          <Avatar name={name} image={image} color={shade} square />
        </span>
        <Field
          label="Logo"
          type="file"
          accept="image/png,image/jpeg,image/webp"
          hint="PNG, JPEG or WebP; made small before it is kept."
          onChange={({ target: { files } }) => files?.[0] && choose.mutate(files[0])}
        />
        {image !== null && <Button onClick={() => setImage(null)}>No logo</Button>}
      </div>
      <div className="form-actions">
        <Field
          label="Colour"
          type="color"
          value={shade ?? FIRST_COLOR}
          hint={<span className="mono">{shade ?? 'none chosen'}</span>}
          onChange={({ target }) => setShade(target.value)}
        />
        {shade !== null && (
          <Button size="small" onClick={() => setShade(null)}>
            No colour
          </Button>
        )}
      </div>
    </SettingsForm>
  )
}
