package services

import (
	"slices"

	"github.com/samedoor/samedoor/proof"
)

// Identity is how sure a service must be of who somebody is, for three things: a level or a profile of package proof, "" where it asks
// for nothing. The newest version of a service says it for drafts begun on older ones too: how sure an agency must be is its own rule
// of the day, and nothing that the person was told.
type Identity struct {
	Answer     string // to answer a question that wants proof, once the draft is somebody's
	Disclosure string // to be shown, or told, what such a question was answered with
	Decision   string // to award, or to do what the service does; nobody is refused for want of it

	WaitDays int  // how long an application may wait on somebody's identity
	Pauses   bool // while it waits, so does its deadline
}

// identityDays is how long an identity may be waited for where a service says nothing: as long as a check in person at a post office
// may take.
const identityDays = 16

func (b *builder) identity() {
	n := child(b.root, "identity")
	i := Identity{Answer: textAt(n, "answer"), Disclosure: textAt(n, "disclosure"), Decision: textAt(n, "decision"), WaitDays: identityDays}
	if wait := child(n, "wait"); wait != nil {
		i.WaitDays, i.Pauses = wholeAt(wait, "days"), textAt(wait, "clock") == "pauses"
	}
	b.s.Identity = i
	wantsProof := slices.ContainsFunc(b.s.Steps, func(x Step) bool { return x.Question != nil && x.Question.Proof })
	for _, key := range []string{"answer", "disclosure"} {
		if at := child(n, key); at != nil && !wantsProof {
			b.wrong(at, "identity is wanted for %s, but no question has 'proof: true'", map[string]string{"answer": "an answer", "disclosure": "showing one"}[key])
		}
	}
	if at := child(n, "wait"); at != nil && i.Answer == "" && i.Disclosure == "" && i.Decision == "" {
		b.wrong(at, "there is nothing to wait for: identity is wanted for nothing")
	}
}

// wanted are all that identity may ask for: the levels, then the profiles.
func wanted() (all []string) {
	for _, l := range proof.Levels {
		all = append(all, string(l))
	}
	for _, p := range proof.Profiles() {
		all = append(all, p.Name)
	}
	return all
}

func identityShape() *shape {
	need := func(what string) *shape { return &shape{is: oneOf, what: what, words: wanted()} }
	return &shape{is: anObject, what: "identity", doc: "How sure it must be who somebody is: a level, or one profile of the guide.", keys: []key{
		{name: "answer", of: need("answer"), doc: "To answer a question with 'proof: true'."},
		{name: "disclosure", of: need("disclosure"), doc: "To be shown what such a question was answered with."},
		{name: "decision", of: need("decision"), doc: "To award, or to do what is asked; nobody is refused for want of it."},
		{name: "wait", doc: "How long it may be waited for.", of: &shape{is: anObject, what: "wait", keys: []key{
			{name: "days", of: wholeOf("days", 1, 100), required: true, doc: "Calendar days."},
			{name: "clock", of: &shape{is: oneOf, what: "clock", words: []string{"runs", "pauses"}}, doc: "What the deadline does meanwhile; runs where not said."}}}},
	}}
}
