package desk

import (
	"errors"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
)

// stale says that somebody else was faster; a page then shows both.
func stale(err error) bool {
	return errors.Is(err, accounts.ErrStale) || errors.Is(err, cases.ErrStale) || errors.Is(err, cases.ErrMove)
}

// orCode is the sentence under a key, or where there is none the code: what staff see of a verb newer than its wording.
func (v visit) orCode(key, code string) string {
	if lang.Has(v.lang, key) {
		return lang.T(v.lang, key)
	}
	return code
}

func notAllowed(err error) bool { return errors.Is(err, accounts.ErrNotAllowed) }

func invalid(err error) bool { return errors.Is(err, accounts.ErrInvalid) }

func throttled(err error) bool { return errors.Is(err, accounts.ErrThrottled) }
