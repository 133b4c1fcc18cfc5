// Package faq keeps the questions that customers ask and their answers: planned before a launch, learned from what is asked, and found however they are
// typed.
//
//	s, err := faq.New(store, faq.Config{})
//	entry, err := s.Save(ctx, faq.Draft{Code: "bao-hanh", Texts: …, Owner: "hoa", Review: "2027-05-01"})
//	entry, err = s.Move(ctx, faq.Move{Code: "bao-hanh", To: faq.Approved, By: "lan"})
//	entry, err = s.Move(ctx, faq.Move{Code: "bao-hanh", To: faq.Published, By: "lan"})
//
//	finder := faq.NewFinder(store)                      // one for each tenant and process
//	answer, err := finder.Search(ctx, faq.Query{Text: "bao hanh may thang"}) // writes nothing
//	asked, answer, err := s.Ask(ctx, finder, faq.Asking{Query: q, Customer: "KH-7"})
//	asked, err = s.Settle(ctx, faq.Settlement{Asked: asked.ID, Chosen: "bao-hanh", Helped: faq.Yes})
//
// An [Entry] is worked on as a draft, approved, published and in the end retired. What is published stays as it was while its successor is worked on, and
// every published edition is kept. A [Plan] says which questions are anticipated before an occasion, and what is still missing.
//
// A question that nobody has answered is said to be so. It can be captured with who asks, gets an owner and a due, and is put into a [Group] with those
// that ask the same; a group that has become large enough is proposed to be made an entry. One that nobody answers by its due is announced
// ([QuestionOverdue], which needs the worker's [Subscriptions]); what was replied is announced too ([QuestionAnswered]) and can be told by a notice
// ([Replied]). The root package captures the cases of a desk that are questions, and takes replies back to who asked.
//
// The index behind a [Finder] is in memory (see faq/search). Each publication moves an epoch in the store, by which every process sees what to read anew.
package faq
