package desk

import (
	"github.com/samedoor/samedoor/services"
)

// papers are the documents the application asks for, and what there is of each.
func papers(all []section) []row {
	var out []row
	for _, r := range places(all) {
		if r.kind == services.File {
			out = append(out, r)
		}
	}
	return out
}
