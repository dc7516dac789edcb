package accounts

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"slices"
	"strings"

	"github.com/samedoor/samedoor/services"
)

// The kinds of key a person is found by. Names stand as they sound. What kinds there are is from measurements over 15 million
// made-up people (see identity.md of the facts); the edges are ours, for one slip of a key in a name given without anything else.
const (
	keyNINO       = "nino"
	keyNHS        = "nhs"
	keyPhone      = "phone"
	keyEmail      = "email"
	keyDayPlace   = "day place"
	keyDaySurname = "day surname"
	keyDayGiven   = "day given"
	keyPlaceSur   = "place surname"
	keyPlaceGiven = "place given"
	keyNameYear   = "name year"
	keyNameDay    = "name day month"
	keyEndWord    = "end word" // last four digits of a phone number, and a word of the name
	keyDay        = "day"
	keyPlace      = "place"
	keyName       = "name"
	keyEnd        = "end"
	keyEdgeFront  = "edge front" // given name, and how the surname is spelt in front
	keyEdgeBack   = "edge back"
	keyInitial    = "initial" // surname, and the given name's first letter
	keyWord       = "word"
)

// worth is about how many bits of evidence it is that a key agrees: what candidates are ranked by before they are scored.
var worth = map[string]int{
	keyNINO: 24, keyNHS: 24, keyPhone: 20, keyEmail: 20, keyDayPlace: 26, keyDaySurname: 20, keyDayGiven: 18, keyPlaceSur: 20, keyPlaceGiven: 18,
	keyNameYear: 17, keyNameDay: 18, keyEndWord: 15, keyDay: 13, keyPlace: 14, keyName: 12, keyEnd: 9, keyEdgeFront: 9, keyEdgeBack: 9,
	keyInitial: 7, keyWord: 5,
}

// keyring makes keys: the first eight bytes of HMAC-SHA256(site key, kind ‖ values), so that no name stands in an index and no
// two sites have the same keys.
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

func (k *keyring) add(less int, kind string, values ...string) {
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
	k.have[key] = max(k.have[key], worth[kind]-less)
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

// traits are everything a person is known by, old and new.
type traits struct {
	names     []string
	read      []name // names, read once for who compares them with many
	born      *services.Day
	postcodes []string
	phones    []string // E.164
	emails    []string
	nino      string
	nhs       string
}

// person makes the keys of a person.
func (k *keyring) person(t traits) {
	if t.nino != "" {
		k.add(0, keyNINO, t.nino[:8])
	}
	k.add(0, keyNHS, t.nhs)
	for _, e := range t.emails {
		k.add(0, keyEmail, e)
	}
	if t.born != nil {
		k.add(0, keyDay, iso(*t.born))
	}
	for _, p := range t.postcodes {
		k.place(p, t.born)
	}
	for _, p := range t.phones {
		k.add(0, keyPhone, p)
		k.add(0, keyEnd, lastFour(p))
	}
	for _, full := range t.names {
		k.named(readName(full), t)
	}
}

func (k *keyring) place(postcode string, born *services.Day) {
	if nowhere(postcode) {
		return
	}
	k.add(0, keyPlace, postcode)
	if born != nil {
		k.add(0, keyDayPlace, iso(*born), postcode)
	}
}

// named makes the keys of one name of a person.
func (k *keyring) named(n name, t traits) {
	for _, w := range n.all {
		for _, s := range sounds(w) {
			k.add(0, keyWord, s)
			for _, p := range t.phones {
				k.add(0, keyEndWord, lastFour(p), s)
			}
		}
	}
	for _, given := range n.given {
		for _, s := range sounds(given) {
			k.given(s, t)
		}
	}
	for _, surname := range n.surname {
		k.surname(sound(surname), t)
		for _, given := range n.given {
			k.pair(given, surname, t.born)
		}
	}
}

func (k *keyring) given(s string, t traits) {
	if t.born != nil {
		k.add(0, keyDayGiven, iso(*t.born), s)
	}
	for _, p := range t.postcodes {
		if !nowhere(p) {
			k.add(0, keyPlaceGiven, p, s)
		}
	}
}

func (k *keyring) surname(s string, t traits) {
	if t.born != nil {
		k.add(0, keyDaySurname, iso(*t.born), s)
	}
	for _, p := range t.postcodes {
		if !nowhere(p) {
			k.add(0, keyPlaceSur, p, s)
		}
	}
}

// pair makes the keys of a given name with a surname.
func (k *keyring) pair(given, surname string, born *services.Day) {
	s := sound(surname)
	k.add(0, keyInitial, initial(given), s)
	for _, g := range sounds(given) {
		k.add(0, keyName, g, s)
		k.add(0, keyEdgeFront, g, front(surname))
		k.add(0, keyEdgeBack, g, back(surname))
		if born != nil {
			k.add(0, keyNameYear, g, s, fmt.Sprint(born.Y))
			k.add(0, keyNameDay, g, s, dayMonth(*born))
		}
	}
}

func iso(d services.Day) string      { return fmt.Sprintf("%04d-%02d-%02d", d.Y, d.M, d.D) }
func dayMonth(d services.Day) string { return fmt.Sprintf("%02d-%02d", d.M, d.D) }
func lastFour(number string) string  { return number[max(0, len(number)-4):] }
func initial(word string) string     { return string([]rune(word + " ")[:1]) }

// front and back are the first and the last two letters: one slip of a key spares one of them in any name of four or more.
func front(word string) string { r := []rune(word); return string(r[:min(2, len(r))]) }
func back(word string) string  { r := []rune(word); return string(r[max(0, len(r)-2):]) }

// Keys are the matching keys of a person, for other packages that index people (drafts without an account). What is not in
// order (half a phone number, no date) is left out.
func (r *Register) Keys(d Details) []int64 {
	k := r.keyring()
	k.person(traitsOf(d))
	return k.keys()
}

// traitsOf reads d leniently: a person half typed is looked for too.
func traitsOf(d Details) traits {
	t := traits{born: d.DateOfBirth}
	if t.born != nil && !realDay(*t.born) {
		t.born = nil
	}
	for _, n := range []string{d.FullName, d.Previous} {
		if strings.TrimSpace(n) != "" {
			t.names = append(t.names, n)
		}
	}
	if d.Address != nil {
		if p, ok := readPostcode(d.Address.Postcode); ok {
			t.postcodes = []string{p}
		}
	}
	for _, typed := range []string{d.Mobile, d.Landline} {
		if p, ok := readPhone(typed); ok && !slices.Contains(t.phones, p) {
			t.phones = append(t.phones, p)
		}
	}
	if e, ok := readEmail(d.Email); ok {
		t.emails = []string{e}
	}
	if n, ok := readNINO(d.NINO, true); ok {
		t.nino = n
	}
	if n, ok := services.ParseNHS(d.NHS); ok {
		t.nhs = n
	}
	return t
}
