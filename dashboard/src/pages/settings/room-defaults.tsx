/** What a new room gets where its maker says nothing. */
import { roomDefaults as platformDefaults } from '@syncforge/protocol/room-defaults'
import { Choice, Field, Tick, valuesOf } from '../../components/field.tsx'
import { defaultAccessWords, typeWords } from '../rooms/words.ts'
import { type OrganizationDetail, useChange } from './queries.ts'
import { SettingsForm } from './settings-form.tsx'

type Defaults = OrganizationDetail['roomDefaults']

const DAY_MS = 86_400_000

/** What is left empty is the platform's own. */
const defaultsOf = ({ type, defaultAccess, maxParticipants, history }: Readonly<Record<string, string>>): Defaults => ({
  ...(type ? { type: type as NonNullable<Defaults['type']> } : {}),
  ...(defaultAccess ? { defaultAccess: defaultAccess as NonNullable<Defaults['defaultAccess']> } : {}),
  ...(maxParticipants ? { maxParticipants: Number(maxParticipants) } : {}),
  ...(history ? { historyMs: Math.round(Number(history) * DAY_MS) } : {}),
})

interface RoomDefaultsProps {
  readonly organization: OrganizationDetail
}

export const RoomDefaults = ({ organization: { id, roomDefaults, createsRoomsOnJoin } }: RoomDefaultsProps) => {
  const change = useChange(id)
  return (
    <SettingsForm
      title="New rooms"
      lead="What a room gets where its maker says nothing. Rooms that exist stay as they are."
      busy={change.isPending}
      error={change.error}
      onSubmit={(form) => {
        const values = valuesOf(form)
        const { maxParticipants: _most, historyMs: _history, ...kept } = roomDefaults
        change.mutate({
          roomDefaults: { ...kept, ...defaultsOf(values) },
          createsRoomsOnJoin: values.onJoin === 'on',
        })
      }}
    >
      <div className="form-row">
        <Choice
          label="Type"
          name="type"
          defaultValue={roomDefaults.type ?? platformDefaults.type}
          options={Object.entries(typeWords)}
        />
        <Choice
          label="Everybody may"
          name="defaultAccess"
          defaultValue={roomDefaults.defaultAccess ?? platformDefaults.defaultAccess}
          options={Object.entries(defaultAccessWords)}
        />
      </div>
      <div className="form-row">
        <Field
          label="People at most"
          name="maxParticipants"
          type="number"
          min={1}
          placeholder={String(platformDefaults.maxParticipants)}
          defaultValue={roomDefaults.maxParticipants}
        />
        <Field
          label="History, days"
          name="history"
          type="number"
          min={0}
          step="any"
          placeholder={String(platformDefaults.historyMs / DAY_MS)}
          defaultValue={roomDefaults.historyMs === undefined ? undefined : roomDefaults.historyMs / DAY_MS}
        />
      </div>
      <Tick
        label="Whoever joins first with a publishable key makes a public room"
        hint="Handy while you try things out; any visitor of your pages can then make rooms."
        name="onJoin"
        defaultChecked={createsRoomsOnJoin}
      />
    </SettingsForm>
  )
}
