/** What is done of what there is, as a bar and in words. */
export const Meter = ({
  done,
  total,
  label,
}: {
  readonly done: number
  readonly total: number
  readonly label: string
}) => {
  const percent = total === 0 ? 0 : Math.floor((done / total) * 100)
  return (
    <div className="meter">
      <div
        className="meter-bar"
        role="progressbar"
        aria-label={label}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={`${done} of ${total} done`}
      >
        <span style={{ width: `${percent}%` }} data-full={percent === 100 || undefined} />
      </div>
      <span className="small meter-words">
        {percent} %{' '}
        <span className="quiet">
          · {done} of {total}
        </span>
      </span>
    </div>
  )
}
