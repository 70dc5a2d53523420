/** What another plan costs now and from when on it holds, before anybody agrees to it. */
import { type PlanId, plans } from '@syncforge/protocol/plans'
import { useQuery } from '@tanstack/react-query'
import { Async, SkeletonLines } from '../../components/async.tsx'
import { FormDialog } from '../../components/dialog.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { useBilling } from './actions.ts'
import { previewQuery } from './queries.ts'
import { countOf, dollars, onDay } from './words.ts'

type Preview = Awaited<ReturnType<NonNullable<ReturnType<typeof previewQuery>['queryFn']>>>

const Upgrade = ({ lines, dueNowCents, monthlyCents }: Preview) => (
  <>
    <dl className="facts">
      {lines.map(({ description, amountCents }) => (
        <div key={description} className="sum-row">
          <dt>{description}</dt>
          <dd>{dollars(amountCents)}</dd>
        </div>
      ))}
      <div className="sum-row sum-total">
        <dt>To pay now</dt>
        <dd>{dollars(dueNowCents)}</dd>
      </div>
    </dl>
    <p className="hint">Then {dollars(monthlyCents)} a month. Tax is added where it is due.</p>
  </>
)

const overWords = ({ limit, use, max }: Preview['over'][number]): string =>
  limit === 'rooms'
    ? `${countOf(use)} rooms are in use, ${countOf(max)} fit.`
    : `${countOf(use)} people were there this month, ${countOf(max)} fit.`

const Downgrade = ({ effectiveAt, monthlyCents, over }: Preview) => (
  <>
    <p>
      Nothing is paid now. It holds from {onDay(effectiveAt)}, then costs {dollars(monthlyCents)} a month. Until then
      everything is as it is.
    </p>
    {over.map((each) => (
      <p key={each.limit} className="field-error" role="alert">
        {overWords(each)}
      </p>
    ))}
  </>
)

export const ChangePlan = ({ plan, onClose }: { readonly plan: PlanId; readonly onClose: () => void }) => {
  const { id } = useOrganization()
  const preview = useQuery(previewQuery(id, plan))
  const { name } = plans[plan]
  const prorationDate = preview.data?.prorationDate ?? null
  const change = useBilling((calls) => calls.change(plan, prorationDate), `${name} is chosen`, onClose)
  const isUpgrade = preview.data?.kind === 'upgrade'
  return (
    <FormDialog
      open
      onClose={onClose}
      title={`Change to ${name}`}
      action={isUpgrade ? `Pay ${dollars(preview.data?.dueNowCents ?? 0)}` : `Change to ${name}`}
      busy={change.isPending || preview.data === undefined}
      error={change.error}
      onSubmit={() => change.mutate()}
    >
      <Async query={preview} skeleton={<SkeletonLines lines={3} />}>
        {(shown) => (shown.kind === 'upgrade' ? <Upgrade {...shown} /> : <Downgrade {...shown} />)}
      </Async>
    </FormDialog>
  )
}
