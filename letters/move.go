package letters

import "github.com/jackc/pgx/v5"

// QueueMove makes the letters of a draft another account's, as the draft becomes when two people are parted. What is on its way goes where it
// was addressed.
func QueueMove(b *pgx.Batch, draft, to int64) {
	b.Queue(`update letters set account_id = @to where draft_id = @draft`, pgx.NamedArgs{"draft": draft, "to": to})
}
