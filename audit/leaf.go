package audit

import (
	"bytes"
	"crypto/sha256"
	"strconv"
	"time"
)

// line is an entry as it stands in the log.
type line struct {
	ID                   int64
	At                   time.Time
	Role                 string
	Actor, Agency        int64
	Door                 string
	For                  int64
	Verb                 string
	Account, Draft, Case int64
	Why                  string
}

// lineColumns read a line, in its order.
const lineColumns = `l.id, l.at, l.actor_role, l.actor_id, coalesce(l.agency_id, 0), l.door, coalesce(l.on_behalf, 0), l.verb,
	coalesce(l.account_id, 0), coalesce(l.draft_id, 0), coalesce(l.case_id, 0), l.why`

// leafForm is the first line of every leaf. An entry with other columns would need another form, and old leaves keep theirs.
const leafForm = "samedoor audit 1"

// leaf is the canonical text of an entry: what is hashed into the tree. One value a line; the reason only as its digest.
func (l line) leaf(digest []byte) []byte {
	var b bytes.Buffer
	for _, s := range []string{leafForm, number(l.ID), l.At.UTC().Format("2006-01-02T15:04:05.000000Z"), strconv.Quote(l.Role), number(l.Actor),
		number(l.Agency), strconv.Quote(l.Door), number(l.For), strconv.Quote(l.Verb), number(l.Account), number(l.Draft), number(l.Case)} {
		b.WriteString(s)
		b.WriteByte('\n')
	}
	for _, d := range digest {
		const hex = "0123456789abcdef"
		b.WriteByte(hex[d>>4])
		b.WriteByte(hex[d&15])
	}
	b.WriteByte('\n')
	return b.Bytes()
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

const saltLength = 16

// digestOf is the salted digest of a reason. Without the salt it says nothing, however few reasons there are to try.
func digestOf(salt []byte, why string) []byte {
	h := sha256.New()
	h.Write(salt)
	h.Write([]byte(why))
	return h.Sum(nil)
}
