/** Takes the log along as a file, filtered as it is shown. */
import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { apiOf, blob } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { sayProblem } from '../../components/toast.tsx'
import { saveFile } from '../../files/save-file.ts'
import { useOrganization } from '../../session/organizations.ts'
import type { AuditFilter } from './queries.ts'

export const ExportLog = ({ filter }: { readonly filter: AuditFilter }) => {
  const { id: organizationId, slug } = useOrganization()
  const save = useMutation({
    mutationFn: () =>
      blob(
        apiOf(organizationId).organizations[':organizationId']['audit-log'].export.$get({
          param: { organizationId },
          query: filter,
        }),
      ),
    onSuccess: (file) => saveFile(file, `audit-log-${slug}.csv`),
    onError: sayProblem,
  })
  return (
    <Button icon={<Download aria-hidden />} busy={save.isPending} onClick={() => save.mutate()}>
      Export
    </Button>
  )
}
