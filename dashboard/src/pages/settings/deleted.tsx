/** What is left to see of an organization that was deleted: until when it can be brought back, and the way to do so. */
import { organizationGraceMs } from '@syncforge/protocol/organizations'
import { roleAllows } from '@syncforge/protocol/rights'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { apiOf, json } from '../../api/client.ts'
import { toProblem } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { ProblemNote } from '../../components/problem-view.tsx'
import { exactTime } from '../../components/time.tsx'
import { say } from '../../components/toast.tsx'
import { type Organization, organizationsQuery } from '../../session/organizations.ts'
import { Entry } from '../entry/entry.tsx'

interface DeletedProps {
  readonly organization: Organization
  readonly deletedAt: number
}

export const Deleted = ({ organization: { id, name, role }, deletedAt }: DeletedProps) => {
  const queries = useQueryClient()
  const router = useRouter()
  const restore = useMutation({
    mutationFn: () => json(apiOf(id).organizations[':organizationId'].restore.$post({ param: { organizationId: id } })),
    onSuccess: async () => {
      await queries.fetchQuery({ ...organizationsQuery, staleTime: 0 })
      say(`${name} is back`)
      await router.invalidate()
    },
  })
  const mayRestore = roleAllows(role, 'organization:delete')
  return (
    <Entry
      title={`${name} was deleted`}
      lead={`Until ${exactTime(deletedAt + organizationGraceMs)} ${mayRestore ? 'you' : 'its owners'} can bring it back. Then everything of it is erased.`}
      foot={<Link to="/welcome">Make another organization</Link>}
    >
      {restore.error !== null && <ProblemNote problem={toProblem(restore.error)} />}
      <Button
        look="primary"
        busy={restore.isPending}
        reason={mayRestore ? undefined : 'Only owners bring it back.'}
        onClick={() => restore.mutate()}
      >
        Bring it back
      </Button>
    </Entry>
  )
}
