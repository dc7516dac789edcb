package accounts

import (
	"strings"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
)

// Say words a look for its person: who did what, and by which door and why. agency is the name of the one it was, "" where it was none.
// Staff are not named, their team is.
func (x Look) Say(l lang.Lang, agency string) (what, how string) {
	return x.who(l, agency) + ": " + did(l, x.Verb), x.how(l)
}

func (x Look) who(l lang.Lang, agency string) string {
	if agency != "" {
		if x.Team != "" {
			return lang.T(l, "page.looks.team", "agency", agency, "team", x.Team)
		}
		return agency
	}
	switch x.Role {
	case audit.Citizen:
		return lang.T(l, "account.looks.you")
	case audit.Helper:
		return lang.T(l, "account.looks.helper")
	case audit.Staff, audit.System:
	}
	return lang.T(l, "account.looks.system")
}

// did words what was done; verbs without a sentence of their own are "used the record".
func did(l lang.Lang, verb string) string {
	if key := "account.did." + strings.NewReplacer(".", "_", "-", "_").Replace(verb); lang.Has(l, key) {
		return lang.T(l, key)
	}
	return lang.T(l, "account.did.other")
}

// how is the door and the reason, where one was given.
func (x Look) how(l lang.Lang) string {
	text, reason := "", reasonOf(l, x.Why)
	if key := "account.doors." + x.Door; lang.Has(l, key) {
		text = lang.T(l, key)
	}
	switch {
	case text == "":
		return reason
	case reason == "":
		return text
	}
	return text + ". " + lang.T(l, "account.looks.reason", "why", reason)
}

// reasonOf words a reason: the desk records the key of one, a conversation its outcome; what somebody typed stands as it is. A
// code we have no words for says nothing.
func reasonOf(l lang.Lang, recorded string) string {
	for _, key := range []string{recorded, "contacts.outcomes." + recorded} {
		if lang.Has(l, key) {
			return lang.T(l, key)
		}
	}
	if !strings.Contains(recorded, " ") {
		return ""
	}
	return recorded
}
