package importing

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/samedoor/samedoor/services"
)

// What tells that a question is about the person who applies, and that it is not: in either language a form may be in.
var (
	mine     = regexp.MustCompile(`\b(your|applicant|lead contact|main contact|eich|ymgeisydd|prif gyswllt)\b`)
	others   = regexp.MustCompile(`\b(organisation|organisations|company|project|application|partner|partners|trading|asset|building|group|fund|charity|business|bank|account|child|children|son|daughter|wife|husband|spouse|parent|mother|father|carer|guardian|landlord|employer|relative|deceased|second|alternative|alternate|additional|other|signatory|sefydliad|prosiect|cais|cwmni|ased|plentyn|plant|gŵr|gwraig|rhiant)\b`)
	nameOf   = regexp.MustCompile(`\b(name|enw)\b`)
	bornOn   = regexp.MustCompile(`\b(date of birth|dyddiad geni)\b`)
	birthday = regexp.MustCompile(`^(what is |what's )?(your )?date of birth$|^(beth yw )?(eich )?dyddiad geni$`)
	fullName = regexp.MustCompile(`^(what is |what's )?(your )?(full )?name$|^enw( llawn)?$`)
)

// parts are what is known of a person: which kinds of question ask for it, and what tells that one does.
var parts = []struct {
	key   string
	kinds []services.Kind
	is    func(string) bool
}{
	{"name", []services.Kind{services.Name, services.Text}, func(t string) bool { return fullName.MatchString(t) || mine.MatchString(t) && nameOf.MatchString(t) }},
	{"date_of_birth", []services.Kind{services.Date}, func(t string) bool { return birthday.MatchString(t) || mine.MatchString(t) && bornOn.MatchString(t) }},
	{"address", []services.Kind{services.Address}, mine.MatchString},
	{"phone", []services.Kind{services.Phone}, mine.MatchString},
	{"email", []services.Kind{services.Email}, mine.MatchString},
	{"nino", []services.Kind{services.NINO}, func(string) bool { return true }},
}

// person says which questions are about the person the service is for, where that is plain from what they ask and they are
// asked of everybody.
func (b *builder) person() *yaml.Node {
	n := mapping()
	for _, part := range parts {
		put(n, part.key, b.applicant(part.key))
	}
	return n
}

// applicant is the question that asks for one part of the person; "" where none does.
func (b *builder) applicant(key string) string {
	if id := b.asked[key]; id != "" {
		return id
	}
	for _, part := range parts {
		for _, s := range b.steps {
			ask := strings.ToLower(label(s.words.ask.en))
			if part.key == key && !s.stop && s.when == nil && s.of != nil && (key != "name" || !s.of.optional) && slices.Contains(part.kinds, s.kind) && !others.MatchString(ask) && part.is(ask) {
				return s.id
			}
		}
	}
	return ""
}
