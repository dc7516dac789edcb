package ui

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/demo"
	"github.com/samedoor/samedoor/ui/session"
	"github.com/samedoor/samedoor/ui/static"
)

// routes is the whole site on one screen, in the order people meet it, with the role a page needs on its line.
func (s *site) routes(r chi.Router) {
	r.Use(remote(s.Proxies), logged, secure(s.HTTPS))
	r.Get("/healthz", s.health)
	r.Handle("/static/*", static.Handler())
	r.Post(sms.InboundPath, s.Texts.Inbound().ServeHTTP)
	r.Post(sms.StatusPath, s.Texts.Status().ServeHTTP)
	r.With(bounded(pageMost)).Post(signin.LogoutPath, s.account.OneLoginLogout)

	r.Group(func(r chi.Router) { // citizens
		r.Use(bounded(pageMost), s.Sessions.Citizens, s.acting, s.readable)
		s.front(r)
		r.Get("/language/{lang}", s.page(s.language))

		r.Get("/services", s.page(s.apply.Services))
		r.Get("/apply/{agency}/{service}", s.page(s.apply.Beginning))
		r.Post("/apply/{agency}/{service}", s.page(s.apply.Begin))
		r.Get("/apply/{agency}/{service}/form.pdf", s.page(s.apply.BlankForm))
		r.Get("/c", s.page(s.apply.Enter))
		r.Get("/c/{code}", s.page(s.apply.Enter))
		r.Post("/c", s.page(s.apply.Open))
		r.Get("/application/{ref}", s.page(s.apply.Application))
		r.Get("/application/{ref}/check", s.page(s.apply.Check))
		r.Post("/application/{ref}/submit", s.page(s.apply.Submit))
		r.Get("/application/{ref}/submit", s.page(s.apply.Application))
		r.Post("/application/{ref}/upgrade", s.page(s.apply.Upgrade))
		r.Get("/application/{ref}/done", s.page(s.apply.Done))
		r.Get("/application/{ref}/save", s.page(s.apply.Save))
		r.Post("/application/{ref}/save", s.page(s.apply.SaveCode))
		r.Post("/application/{ref}/form", s.page(s.apply.PostForm))
		r.Post("/application/{ref}/form.pdf", s.page(s.apply.PrintForm))
		r.Get("/application/{ref}/{question}", s.page(s.apply.Question))
		r.Post("/application/{ref}/{question}", s.page(s.apply.Answer))
		r.Get("/application/{ref}/{question}/files", s.page(s.apply.FilesBack))
		r.Get("/sign-in", s.page(s.account.SignIn))
		r.Get("/sign-in/letter", s.page(s.account.AskLetter))
		r.Post("/sign-in/letter", s.page(s.account.LetterAsked))
		r.Get("/sign-in/letter/asked", s.page(s.account.LetterSent))
		r.Get("/sign-in/text", s.page(s.account.AskText))
		r.Post("/sign-in/text", s.page(s.account.TextAsked))
		r.Get("/sign-in/text/asked", s.page(s.account.TextSent))
		r.Post("/sign-in/passkey", s.page(s.account.UsePasskey))
		r.Get("/sign-in/one-login", s.page(s.account.OneLogin))
		r.Get(signin.BackPath, s.page(s.account.OneLoginBack))
		r.Get("/sign-in/which", s.page(s.account.Which))
		r.Post("/sign-in/which", s.page(s.account.Join))
		r.Post("/sign-in/not-mine", s.page(s.account.NotMine))
		r.Post("/sign-in/new", s.page(s.account.BeginAccount))
		r.Get("/sign-in/done", s.page(s.account.Done))
		r.Get(signin.LeftPath, s.page(s.account.Left))
		r.Get("/stop", s.page(s.account.Stop))
		r.Post("/stop", s.page(s.account.StopNow))
		r.Get("/stop/done", s.page(s.account.StopDone))
		r.Get("/stop/{code}", s.page(s.account.Stop))
		r.Get("/account", s.page(s.account.Home))
		r.Get("/account/sign-in", s.page(s.account.Ways))
		r.Get("/account/sign-in/passkey", s.page(s.account.NewPasskey))
		r.Post("/account/sign-in/passkey", s.page(s.account.AddPasskey))
		r.Post("/account/sign-in/elsewhere", s.page(s.account.Elsewhere))
		r.Post("/account/sign-in/{id}/remove", s.page(s.account.RemoveWay))
		r.Get("/account/sign-in/{id}/name", s.page(s.account.NameWay))
		r.Post("/account/sign-in/{id}/name", s.page(s.account.RenameWay))
		r.Get("/account/letter/{letter}", s.page(s.account.Letter))
		r.Get("/account/history", s.page(s.account.History))
		r.Get("/account/messages", s.page(s.account.Messages))
		r.Post("/account/messages", s.page(s.account.Write))
		r.Get("/account/details", s.page(s.account.Details))
		r.Post("/account/details", s.page(s.account.SaveDetails))
		r.Get("/account/agencies", s.page(s.account.Agencies))
		r.Post("/account/agencies", s.page(s.account.Consent))
		r.Get("/account/copy", s.page(s.account.Copy))
		r.Post("/account/copy", s.page(s.account.AskCopy))
		r.Get("/account/copy.pdf", s.page(s.account.CopyPDF))
		r.Get("/account/copy.json", s.page(s.account.CopyJSON))
		r.Get("/account/copy.zip", s.page(s.account.CopyZip))
		r.Get("/account/needs", s.page(s.account.Needs))
		r.Get("/account/needs/change", s.page(s.account.EditNeeds))
		r.Post("/account/needs", s.page(s.account.SaveNeeds))
		r.Get("/account/looks", s.page(s.account.Looks))
		r.Post("/account/act", s.page(s.account.Act))
		r.Get("/account/helpers", s.page(s.account.Helpers))
		r.Get("/account/helpers/new", s.page(s.account.NewHelper))
		r.Post("/account/helpers", s.page(s.account.InviteHelper))
		r.Get("/account/helpers/code", s.page(s.account.HelperCode))
		r.Post("/account/helpers/code", s.page(s.account.UseHelperCode))
		r.Get("/account/helpers/{id}", s.page(s.account.Helper))
		r.Post("/account/helpers/{id}/end", s.page(s.account.EndHelper))
		r.Post("/account/helpers/{id}/renew", s.page(s.account.RenewHelper))
		r.Post("/leave", s.page(s.apply.Leave))
	})
	r.Group(func(r chi.Router) { // citizens' files
		r.Use(uploads, s.Sessions.Citizens, s.acting, s.readable)
		r.Post("/application/{ref}/files", s.page(s.apply.Evidence))
		r.Post("/application/{ref}/{question}/files", s.page(s.apply.Upload))
	})
	r.Group(func(r chi.Router) { // the desk
		r.Use(bounded(pageMost), s.Sessions.Desk, s.readable)
		s.deskRoutes(r)
	})
	r.Group(func(r chi.Router) { // what is scanned in at the desk
		r.Use(uploads, s.Sessions.Desk, s.readable)
		r.Post("/desk/draft/{ref}/document", s.needs(staff.Agent, s.desk.AddPaper))
	})
	r.NotFound(s.missing(http.StatusNotFound))
	r.MethodNotAllowed(s.missing(http.StatusMethodNotAllowed)) // the address of what was posted, asked for again
}

// front is what stands at the root: the demonstration's front page and what is around it, else the services.
func (s *site) front(r chi.Router) {
	if s.Demo == nil {
		r.Handle("/", http.RedirectHandler("/services", http.StatusSeeOther))
		return
	}
	s.Demo.Lang, s.Demo.Page = s.Sessions.Lang, s.page
	demo.New(*s.Demo).Routes(r)
}

// deskRoutes are the staff's pages, with the least role each needs.
func (s *site) deskRoutes(r chi.Router) {
	r.Get("/desk/sign-in", s.page(s.desk.SignIn))
	r.Post("/desk/sign-in", s.page(s.desk.SignInNow))
	r.Get("/desk/sign-in/sso", s.page(s.desk.SignInElsewhere))
	r.Get("/desk/sign-in/sso/back", s.page(s.desk.SignInBack))
	r.Get("/desk/sign-in/passkey", s.page(s.desk.Second))
	r.Post("/desk/sign-in/passkey", s.page(s.desk.SecondNow))
	r.Post("/desk/sign-out", s.page(s.desk.SignOut))
	r.Get("/desk/language/{lang}", s.page(s.desk.Language))

	r.Get("/desk/me", s.needs(staff.Agent, s.desk.Me))
	r.Post("/desk/me/session/{id}/end", s.needs(staff.Agent, s.desk.EndMine))
	r.Get("/desk/me/passkey", s.needs(staff.Agent, s.desk.NewPasskey))
	r.Post("/desk/me/passkey", s.needs(staff.Agent, s.desk.AddPasskey))
	r.Post("/desk/me/passkey/{id}/name", s.needs(staff.Agent, s.desk.NamePasskey))
	r.Post("/desk/me/passkey/{id}/remove", s.needs(staff.Agent, s.desk.RemovePasskey))
	r.Get("/desk/team", s.needs(staff.Leader, s.desk.Team))
	r.Post("/desk/team/session/{id}/end", s.needs(staff.Leader, s.desk.EndTheirs))
	r.Post("/desk/team/member/{id}/passkey", s.needs(staff.Leader, s.desk.LetRegister))

	r.Get("/desk", s.needs(staff.Agent, s.desk.Home))
	r.Get("/desk/search", s.needs(staff.Agent, s.desk.Search))
	r.Post("/desk/contact", s.needs(staff.Agent, s.desk.BeginContact))
	r.Post("/desk/contact/{id}/switch", s.needs(staff.Agent, s.desk.SwitchContact))
	r.Post("/desk/contact/{id}/about", s.needs(staff.Agent, s.desk.AboutContact))
	r.Get("/desk/contact/{id}/end", s.needs(staff.Agent, s.desk.WrapUp))
	r.Post("/desk/contact/{id}/end", s.needs(staff.Agent, s.desk.EndContact))
	r.Get("/desk/contact/{id}/prove", s.needs(staff.Agent, s.desk.ProvePage))
	r.Post("/desk/contact/{id}/prove", s.needs(staff.Agent, s.desk.Prove))
	r.Get("/desk/contact/{id}/document", s.needs(staff.Agent, s.desk.ProofDocument))
	r.Post("/desk/contact/{id}/document", s.needs(staff.Agent, s.desk.ShowDocument))
	r.Get("/desk/contact/{id}/vouch", s.needs(staff.Agent, s.desk.Voucher))
	r.Post("/desk/contact/{id}/vouch", s.needs(staff.Agent, s.desk.Vouch))
	r.Post("/desk/contact/{id}/checks", s.needs(staff.Agent, s.desk.LookUp))
	r.Post("/desk/contact/{id}/helper", s.needs(staff.Agent, s.desk.HelperSpeaks))
	r.Post("/desk/contact/{id}/phrase", s.needs(staff.Agent, s.desk.TryPhrase))
	r.Post("/desk/callback/{id}", s.needs(staff.Agent, s.desk.RingBack))

	r.Get("/desk/person/new", s.needs(staff.Agent, s.desk.NewPerson))
	r.Post("/desk/person/near", s.needs(staff.Agent, s.desk.NearPeople))
	r.Post("/desk/person", s.needs(staff.Agent, s.desk.CreatePerson))
	r.Get("/desk/person/{id}", s.needs(staff.Agent, s.desk.Person))
	r.Get("/desk/person/{id}/details", s.needs(staff.Agent, s.desk.EditDetails))
	r.Post("/desk/person/{id}/details", s.needs(staff.Agent, s.desk.SaveDetails))
	r.Get("/desk/person/{id}/needs", s.needs(staff.Agent, s.desk.EditNeeds))
	r.Post("/desk/person/{id}/needs", s.needs(staff.Agent, s.desk.SaveNeeds))
	r.Get("/desk/person/{id}/proof", s.needs(staff.Agent, s.desk.PersonProof))
	r.Post("/desk/person/{id}/proof", s.needs(staff.Agent, s.desk.WithdrawProof))
	r.Get("/desk/person/{id}/sign-in", s.needs(staff.Agent, s.desk.SignInHelp))
	r.Post("/desk/person/{id}/sign-in/code", s.needs(staff.Agent, s.desk.SendSignIn))
	r.Post("/desk/person/{id}/sign-in/recover", s.needs(staff.Agent, s.desk.RecoverSignIn))
	r.Get("/desk/person/{id}/helpers/new", s.needs(staff.Agent, s.desk.NewHelper))
	r.Post("/desk/person/{id}/helpers", s.needs(staff.Agent, s.desk.CreateHelper))
	r.Get("/desk/person/{id}/helpers/{mandate}", s.needs(staff.Agent, s.desk.Helper))
	r.Post("/desk/person/{id}/helpers/{mandate}/end", s.needs(staff.Agent, s.desk.EndHelper))
	r.Post("/desk/person/{id}/helpers/{mandate}/renew", s.needs(staff.Agent, s.desk.RenewHelper))
	r.Post("/desk/person/{id}/helpers/{mandate}/phrase", s.needs(staff.Agent, s.desk.SetHelperPhrase))
	r.Get("/desk/person/{id}/rights", s.needs(staff.Agent, s.desk.Rights))
	r.Post("/desk/person/{id}/rights/looks", s.needs(staff.Agent, s.desk.PostLooks))
	r.Post("/desk/person/{id}/rights/record", s.needs(staff.Agent, s.desk.AskRecord))
	r.Post("/desk/person/{id}/rights/consent", s.needs(staff.Agent, s.desk.Consent))
	r.Post("/desk/person/{id}/rights/hold", s.needs(staff.Leader, s.desk.HoldLooks))
	r.Post("/desk/person/{id}/rights/hold-end", s.needs(staff.Leader, s.desk.EndHold))
	r.Get("/desk/message/{id}", s.needs(staff.Agent, s.desk.Message))
	r.Post("/desk/message/{id}", s.needs(staff.Agent, s.desk.AnswerMessage))
	r.Get("/desk/person/{id}/death", s.needs(staff.Agent, s.desk.Death))
	r.Post("/desk/person/{id}/death", s.needs(staff.Agent, s.desk.RecordDeath))

	r.Get("/desk/person/{id}/joined", s.needs(staff.Agent, s.desk.Joined))
	r.Get("/desk/same", s.needs(staff.Agent, s.desk.SamePeople))
	r.Post("/desk/same", s.needs(staff.Agent, s.desk.ComparePeople))
	r.Get("/desk/same/{id}", s.needs(staff.Agent, s.desk.SamePair))
	r.Post("/desk/same/{id}", s.needs(staff.Agent, s.desk.DecideSame))
	r.Get("/desk/joined/{id}/part", s.needs(staff.Caseworker, s.desk.PartForm))
	r.Post("/desk/joined/{id}/part", s.needs(staff.Caseworker, s.desk.PartPeople))
	r.Get("/desk/joined/{id}", s.needs(staff.Agent, s.desk.Placings))
	r.Post("/desk/joined/{id}", s.needs(staff.Agent, s.desk.Place))

	r.Post("/desk/draft", s.needs(staff.Agent, s.desk.StartDraft))
	r.Get("/desk/draft/{ref}", s.needs(staff.Agent, s.desk.Draft))
	r.Post("/desk/draft/{ref}/answer", s.needs(staff.Agent, s.desk.Answer))
	r.Post("/desk/typing/{id}", s.needs(staff.Agent, s.desk.Typing))
	r.Post("/desk/draft/{ref}/language", s.needs(staff.Agent, s.desk.DraftLang))
	r.Post("/desk/draft/{ref}/rather", s.needs(staff.Agent, s.desk.Rather))
	r.Post("/desk/draft/{ref}/person", s.needs(staff.Agent, s.desk.DraftPerson))
	r.Post("/desk/draft/{ref}/text-link", s.needs(staff.Agent, s.desk.TextLink))
	r.Post("/desk/draft/{ref}/letter", s.needs(staff.Agent, s.desk.PostLetter))
	r.Post("/desk/draft/{ref}/form", s.needs(staff.Agent, s.desk.PostForm))
	r.Post("/desk/draft/{ref}/form.pdf", s.needs(staff.Agent, s.desk.PrintForm))
	r.Post("/desk/draft/{ref}/note", s.needs(staff.Agent, s.desk.NoteBeside))
	r.Post("/desk/draft/{ref}/read-back", s.needs(staff.Agent, s.desk.ReadBack))
	r.Post("/desk/draft/{ref}/wait", s.needs(staff.Agent, s.desk.Wait))
	r.Post("/desk/draft/{ref}/upgrade", s.needs(staff.Agent, s.desk.Upgrade))
	r.Post("/desk/draft/{ref}/submit", s.needs(staff.Agent, s.desk.Submit))

	r.Get("/desk/cases", s.needs(staff.Agent, s.desk.Cases))
	r.Post("/desk/cases/next", s.needs(staff.Caseworker, s.desk.TakeNext))
	r.Get("/desk/case/{ref}", s.needs(staff.Agent, s.desk.Case))
	r.Post("/desk/case/{ref}/note", s.needs(staff.Agent, s.desk.Note))
	r.Post("/desk/case/{ref}/take", s.needs(staff.Caseworker, s.desk.Take))
	r.Post("/desk/case/{ref}/hand-back", s.needs(staff.Caseworker, s.desk.HandBack))
	r.Post("/desk/case/{ref}/evidence", s.needs(staff.Caseworker, s.desk.AskEvidence))
	r.Post("/desk/case/{ref}/finish", s.needs(staff.Caseworker, s.desk.Finish))
	r.Post("/desk/case/{ref}/move", s.needs(staff.Caseworker, s.desk.Move))
	r.Get("/desk/case/{ref}/decide", s.needs(staff.Caseworker, s.desk.DecideForm))
	r.Post("/desk/case/{ref}/decide", s.needs(staff.Caseworker, s.desk.Decide))
	r.Get("/desk/document/{id}", s.needs(staff.Agent, s.desk.Document))

	r.Get("/desk/tasks", s.needs(staff.Agent, s.desk.Tasks))
	r.Post("/desk/task/{id}/done", s.needs(staff.Agent, s.desk.DoneTask))
	r.Get("/desk/letters", s.needs(staff.Agent, s.desk.Letters))
	r.Post("/desk/letters/print", s.needs(staff.Leader, s.desk.PrintNow))
	r.Get("/desk/letter/{id}", s.needs(staff.Agent, s.desk.Letter))
	r.Post("/desk/letter/{id}/returned", s.needs(staff.Agent, s.desk.LetterReturned))
}

// health says whether the program and its database are there, for whatever watches it.
func (s *site) health(w http.ResponseWriter, r *http.Request) {
	if err := s.Ready(); err != nil {
		http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
		return
	}
	w.Write([]byte("ok\n"))
}

// language changes the language and stays on the page.
func (s *site) language(w http.ResponseWriter, r *http.Request) error {
	s.Sessions.SetLang(r, lang.Parse(chi.URLParam(r, "lang")))
	return session.To(w, r, session.Local(r.URL.Query().Get("back"), "/"))
}

// missing is the page for an address that leads nowhere.
func (s *site) missing(status int) http.HandlerFunc {
	return s.Sessions.Citizens(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = session.Show(w, r, status, errorPage(s.Sessions.Lang(r), "not-found"))
	})).ServeHTTP
}
