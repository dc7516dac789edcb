package accounts

import (
	"slices"
	"time"
)

// link is what an account has to do with others of the same person.
type link struct {
	linked    bool
	to        int64     // the account it is joined to, 0 for none
	speaksFor []int64   // whose needs were in view when this one's were said
	asked     time.Time // when they were said
}

// manyRev sets the revision of a person of several accounts apart from that of each: a page of one account, opened before it was joined,
// cannot be taken for a page of the person.
const manyRev = 1 << 32

// whole is the person an account belongs to, out of all accounts of theirs: as the head shows it, with everything of the others. What
// the head leaves open is told by the others; what it says otherwise stays, and theirs is seen beside it. Nil where there is no such account.
func whole(people map[int64]*person, id int64) *person {
	head := people[id]
	for head != nil && head.to != 0 {
		head = people[head.to]
	}
	if head == nil {
		return nil
	}
	p := *head
	p.keepBirth(head)
	if !head.linked {
		return &p
	}
	p.names, p.places, p.contacts = slices.Clip(p.names), slices.Clip(p.places), slices.Clip(p.contacts)
	p.Previous = slices.Clip(p.Previous)
	for _, m := range others(people, head.ID) {
		p.take(m, head)
	}
	return &p
}

// others are the accounts joined to a head, directly or not, in the order they were made.
func others(people map[int64]*person, head int64) []*person {
	var out []*person
	for _, m := range people {
		at := m
		for at != nil && at.to != 0 {
			at = people[at.to]
		}
		if at != nil && at.ID == head && m.ID != head {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b *person) int { return int(a.ID - b.ID) })
	return out
}

// take adds what another account of the person says.
func (p *person) take(m, head *person) {
	p.Joined = append(p.Joined, m.ID)
	p.Rev += m.Rev + manyRev
	for _, full := range m.names {
		if !slices.Contains(p.names, full) {
			p.names, p.Previous = append(p.names, full), append(p.Previous, full)
		}
	}
	p.keepBirth(m)
	p.places = append(p.places, m.places...)
	p.takeContacts(m)
	p.Restricted = p.Restricted || m.Restricted
	if p.DateOfBirth == nil {
		p.DateOfBirth = m.DateOfBirth
	}
	if p.DiedOn == nil {
		p.DiedOn = m.DiedOn
	}
	if p.Address == nil {
		p.Address = m.Address
	}
	for _, number := range [][2]*string{{&p.NINO, &m.NINO}, {&p.NHS, &m.NHS}} {
		if *number[0] == "" {
			*number[0] = *number[1]
		}
	}
	counts := !slices.Contains(head.speaksFor, m.ID) || m.asked.After(head.asked)
	p.Needs = beside(p.Needs, m.Needs, counts)
}

func (p *person) keepBirth(m *person) {
	if m.DateOfBirth != nil && !slices.Contains(p.births, *m.DateOfBirth) {
		p.births = append(slices.Clip(p.births), *m.DateOfBirth)
	}
}

// takeContacts loses none: the first of a kind is the person's, every other one stands in More.
func (p *person) takeContacts(m *person) {
	p.contacts = append(p.contacts, m.contacts...)
	for _, c := range [][2]string{{"mobile", m.Mobile}, {"landline", m.Landline}, {"email", m.Email}} {
		at := map[string]*string{"mobile": &p.Mobile, "landline": &p.Landline, "email": &p.Email}[c[0]]
		switch {
		case c[1] == "" || *at == c[1] || slices.Contains(p.More, Point{c[0], c[1]}):
		case *at == "":
			*at = c[1]
		default:
			p.More = append(p.More, Point{c[0], c[1]})
		}
	}
}

// beside is how a person must be contacted whose head says n and another of whose accounts says m: what either says is not safe is not,
// and who needs a format or a relay on one needs it. The function needs_of of the database is the same rule.
func beside(n, m Needs, counts bool) Needs {
	n.Rev += m.Rev + manyRev
	if !counts {
		return n
	}
	for _, s := range [][2]*Safe{{&n.SafeCall, &m.SafeCall}, {&n.SafeText, &m.SafeText}, {&n.SafeEmail, &m.SafeEmail}, {&n.SafeWrite, &m.SafeWrite}} {
		if *s[1] == No {
			*s[0] = No
		}
	}
	if n.Format == Standard {
		n.Format = m.Format
	}
	if n.Relay == "" {
		n.Relay, n.Interpreter = m.Relay, m.Interpreter
	}
	if n.Rather == NoDoor {
		n.Rather = m.Rather
	}
	if n.Quiet == "" {
		n.Quiet = m.Quiet
	}
	n.MayAnnounce, n.CallBack = n.MayAnnounce && m.MayAnnounce, n.CallBack || m.CallBack
	return n
}
