package accounts

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"slices"

	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/services"
)

// keyring makes keys: the first eight bytes of HMAC-SHA256(site key, kind ‖ values), so that no name stands in an index and no
// two sites have the same keys. What kinds there are, match says.
type keyring struct {
	mac  hash.Hash
	sum  []byte
	have map[int64]int // key to its worth
}

func (r *Register) keyring() *keyring {
	return &keyring{mac: hmac.New(sha256.New, r.matching), have: map[int64]int{}}
}

// subkey derives a secret for one purpose from the site's.
func (r *Register) subkey(purpose string) []byte {
	mac := hmac.New(sha256.New, r.secret)
	mac.Write([]byte("samedoor accounts " + purpose))
	return mac.Sum(nil)
}

func (k *keyring) add(less int, kind match.Kind, values ...string) {
	for _, v := range values {
		if v == "" {
			return
		}
	}
	k.mac.Reset()
	k.mac.Write([]byte(kind))
	for _, v := range values {
		k.mac.Write([]byte{0})
		k.mac.Write([]byte(v))
	}
	k.sum = k.mac.Sum(k.sum[:0])
	key := int64(binary.BigEndian.Uint64(k.sum))
	k.have[key] = max(k.have[key], kind.Worth()-less)
}

// store adds a key of a kind that is kept in the register.
func (k *keyring) store(kind match.Kind, values ...string) {
	if kind.Worth() > 0 {
		k.add(0, kind, values...)
	}
}

// keys are all keys made, strongest first.
func (k *keyring) keys() []int64 {
	out := make([]int64, 0, len(k.have))
	for key := range k.have {
		out = append(out, key)
	}
	slices.SortFunc(out, func(a, b int64) int { return cmp.Or(k.have[b]-k.have[a], cmp.Compare(a, b)) })
	return out
}

// keysOf are the keys of a person.
func (r *Register) keysOf(p *match.Person) []int64 {
	k := r.keyring()
	p.Keys(k.store)
	return k.keys()
}

// Keys are the matching keys of a person, for other packages that index people (drafts without an account). What is not in
// order (half a phone number, no date) is left out.
func (r *Register) Keys(d Details) []int64 { return r.keysOf(match.Prepare(recordOf(d))) }

// recordOf reads d leniently: a person half typed is looked for too.
func recordOf(d Details) match.Record {
	rec := match.Record{Names: []match.Name{{Full: d.FullName}, {Full: d.Previous}}}
	if d.DateOfBirth != nil && realDay(*d.DateOfBirth) {
		rec.Born = []string{iso(*d.DateOfBirth)}
	}
	if d.Address != nil {
		postcode, _ := readPostcode(d.Address.Postcode)
		rec.Addresses = []match.Address{{Lines: d.Address.Lines, Postcode: postcode}}
	}
	for _, typed := range []string{d.Mobile, d.Landline} {
		if p, ok := readPhone(typed); ok {
			rec.Phones = append(rec.Phones, p)
		}
	}
	if e, ok := readEmail(d.Email); ok {
		rec.Emails = []string{e}
	}
	rec.NINO, _ = readNINO(d.NINO, true)
	rec.NHS, _ = services.ParseNHS(d.NHS)
	return rec
}

// record is what is on record of a person, all of it, the present first.
func (p *person) record() match.Record {
	rec := match.Record{NINO: p.NINO, NHS: p.NHS}
	for _, full := range p.names {
		rec.Names = append(rec.Names, match.Name{Full: full})
	}
	for _, b := range p.births {
		rec.Born = append(rec.Born, iso(b))
	}
	if len(p.births) == 0 && p.DateOfBirth != nil {
		rec.Born = []string{iso(*p.DateOfBirth)}
	}
	for _, at := range p.places {
		rec.Addresses = append(rec.Addresses, match.Address{Lines: at.Lines, Postcode: at.Postcode})
	}
	for _, c := range p.contacts {
		if c.kind == "email" {
			rec.Emails = append(rec.Emails, c.value)
		} else {
			rec.Phones = append(rec.Phones, c.value)
		}
	}
	return rec
}

func iso(d services.Day) string      { return fmt.Sprintf("%04d-%02d-%02d", d.Y, d.M, d.D) }
func dayMonth(d services.Day) string { return fmt.Sprintf("%02d-%02d", d.M, d.D) }
