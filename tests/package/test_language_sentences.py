"""Sentences that the rules were tuned on: loaded ones stay seen, harmless ones stay quiet. All are invented.

Being tuned on, they say nothing about quality; a set that nobody has seen belongs to the benchmarks.
"""

import pytest
from peer_course.language import review

LOADED = """\
Client was difficult during the home visit and would not listen to advice.
She's a typical PD, always wants something.
Hamish turned up drunk again and blamed everyone else.
Patient is a poor historian and appears to be exaggerating symptoms.
He only comes for the free lunch.
Rhona was made to take a shower before breakfast.
Iain can't be bothered with physiotherapy.
Room 7 kicked off at teatime.
Staff had to manage his behaviour all afternoon.
She played the victim throughout the meeting.
Non-engager; discharge.
Moira complained of voices all night.
He presented as guarded and hostile.
Fraser is a nightmare on night shifts.
Service user has poor insight and is in denial about drinking.
Her parents are overprotective and she plays up to it.
Aileen reluctantly complied with staff instructions.
He is a known drug addict with a criminal past.
Lorna was wandering aimlessly and had to be redirected.
Another failed attempt at suicide last month.
Sweet old lady, no bother at all.
This gentleman remains treatment resistant.
He will probably be back on the ward by Christmas.
Euan was allowed his phone back for good behaviour.
Cried for attention when visitors left.
Claimed not to remember the assault.
Kirsty obviously does not want to get better.
She chose to stay in an abusive relationship.
Very demanding re medication, rang six times.
He never takes responsibility for his actions.
Tearful but probably putting it on.
Had an outburst for no reason.
The family are hard to engage.
She is high risk and volatile, approach with caution.
Bit of a loner, weird sense of humour.
Gavin is just being stubborn about the hostel.
Uses self-harm to manipulate carers.
Not compliant with meds, as per.
Long-standing alcoholic, dirty test on Tuesday.
Superficial scratches, nothing serious.
She insisted that the nurse had shouted at her.
Refused to participate in group for the third time.
Suffers from schizophrenia and cannot hold down a job.
He has the mental age of a twelve year old.
Sheila was told she must wait her turn and threw a strop.
Abusive to staff without provocation.
Was very clingy with the student nurse.
Chronic self-harmer who craves attention.
Denies hearing voices but clearly responding.
He is wheelchair bound and a burden to his wife.
Attended late and reeking of alcohol, as is her habit.
He has burned his bridges with every service.
Poorly motivated to address his drinking.
Refuses point blank to shower.
Becomes aggressive when told no.
The client was verbally abusive and stormed out.
Yet another crisis call from this lady.
Won't engage unless there is something in it for him.
She is a heavy drinker who neglects her children.
Sabotages every placement.
Mood congruent, denies thoughts of self harm, lacks capacity to see the problem.
Has been warned about his behaviour several times.
He tried to intimidate the receptionist.
Mum is overbearing and makes excuses for him.
She gets upset when she doesn't get her own way.
Told staff she was "too anxious" to attend.
Alleged that the night worker had pushed him.
Rowan was persuaded to take his medication.
Sulked in her room all day.
The schizophrenic gentleman in room 3.
He's a bit odd and doesn't help himself.
Evidently under the influence.
Very needy, took up two hours of my day.
She played one worker against another.
Committed an overdose last year.
Always an excuse for not coming.
He let the team down again.
Kayleigh is hard work.
He lacks the insight to manage his money.
Allegedly could not find the building.
Became tearful and manipulative when challenged.
Threw a wobbly over a cup of tea.
His behaviour deteriorated after the visit.
Noncompliance is a longstanding issue.
A vulnerable young woman who makes bad decisions.
He is incapable of living independently.
She was caught lying about her medication.
Typical addict behaviour.
Patient alert and pleasantly confused.
Frequent attender at the drop-in, always after something.
Seems to enjoy being ill.
He is well known for wasting police time.
She presents as a victim.
He just can't be trusted with money.
This man has burnt out three support workers.
Attempted suicide unsuccessfully in 2019.
Her so-called voices told her to leave.
Does not want to be helped.
Discharged due to poor attendance and attitude.
She is emotionally unstable and impulsive.
Made to sit with staff until calm.
Craig was up to no good in the garden.
Constantly seeks reassurance.
She is promiscuous.
He is obese and does nothing about it.
Lives in squalor by choice.
Obstructive mother, refuses to work with us.
Gets agitated for no reason and needs to be restrained.
Brodie remains oppositional and blames everyone but himself.
Refused a shower, refused lunch, refused group.
She's one of those patients who loves an audience.
No show. No call. Typical.
He was difficult to redirect and kept asking for his lawyer.
Hysterical mother on the phone all morning.
Patient claims that he cannot walk, yet he made it to the smoking shelter.
Low IQ, poor hygiene, limited conversation.
She hit out at staff for no apparent reason.
Angus has been better behaved this week.
Lucy admitted that she had skipped her injection.
He has a victim mentality.
Obese schizophrenic with challenging behaviours.
Unfortunately he is still drinking.
She was non-compliant with her fluid restriction.
Callie manipulated her key worker into giving her a lift.
Fiona is very dependent on her mother.
He will never hold down a tenancy.
Client got abusive when asked to leave.
They are a chaotic family who do not want help.
Attention seeking behaviour noted, ignored by staff.
She insists on seeing a female doctor.
He became increasingly agitated and hostile.
It is obvious that she is not trying.
Told to calm down or lose her leave.
Jamie is his own worst enemy.
Alleges that the carer stole from her.
Room 5 was up all night again.
He suffers with his nerves.
She is unreliable and her account is confused.
Keeps absconding; needs firm handling.
Deluded ideas about being a musician.
Given her history she will doubtless reoffend.
A bit simple but harmless.
Not engaging with psychology, discharged.
Elaine is a serial complainer.
He was spoken to about his attitude.
Sean just wants someone to do everything for him.
Overdosed again, superficial attempt.
""".splitlines()

HARMLESS = """\
The landlord refused to return the deposit.
Ewan said he refuses to let one bad year define him.
Her kidneys failed in 2018 and she has dialysis twice a week.
It was a difficult conversation and we both needed tea afterwards.
The bus never comes on time on Sundays.
I found the form demanding and asked my sister for help.
She was admitted to the Royal on Tuesday evening.
He claims Carer's Allowance for his mother.
The word manipulative hurt her when she read it in her file.
The kettle keeps switching itself off.
“They called me lazy for years,” Kofi said.
She is not aggressive and never has been.
He committed to walking twice a week.
The antibiotic-resistant infection took six weeks to clear.
Nadia would like to try the choir again next week.
He broke his arm and the bone is healing.
We always lock the medicine cupboard.
Moira said she feels paranoid after night shifts.
She calls herself mad and proud.
The council failed to send the letter in large print.
The solicitor denied the request for papers.
They talked about stigma and why “addict” hurts.
Her blood pressure is stable and her pulse is normal.
He was let down by the taxi firm.
Two staff held his arms for three minutes; he had a bruise on his wrist.
She took an overdose on Friday and was in A&E by ten.
He was detained under the Mental Health Act on 3 May.
Tam shouted and hit the table; nobody was hurt.
The police are investigating the alleged assault.
She enjoys challenging crosswords.
He made her a cup of tea.
The nurse told him that his sister had rung.
The film was violent, so we left early.
Leanne likes cooking and keeps three hens.
The chest pain came back again at four.
She is moving to a new flat because the stairs are hard for her.
We failed to ring him on Monday and apologised.
The drama group meets on Thursdays.
He completed the first aid course.
He works for a package delivery company.
She says she is needy when the nights are long.
The Challenging Behaviour Team is based in Leith.
Her mother suffered a stroke in March.
We agreed to meet again on 12 June at the library.
He asked for a smaller room, because the noise keeps him awake.
The volunteers were brilliant with the normal queue at lunch.
Jean disagrees with the plan and will bring her advocate.
The study looked at non-adherence, defined as missing two doses.
The dog is aggressive with postmen.
She resisted the temptation to buy a third cake.
I let her know that the clinic had moved.
The new tablets were tested in people with chronic kidney disease.
He told the tribunal that he had never threatened anyone.
The heating is unpredictable in that building.
She said no to the injection, because the last one made her faint.
Sam has not decided about the hostel; he wants to see it first.
He is allergic to penicillin.
On 4 and 11 May he did not come; the lift at the station was out of order.
She is proud that she settled into the course.
My sister is obsessed with tennis.
Ros decided to stay at home today, because her knee is sore.
The GP refused the referral, and we have asked why.
He was never told about the appointment.
Her sister complained to the ombudsman about the delay.
The train failed to stop at Perth.
She is learning to drive and finds roundabouts difficult.
I was stubborn about it at first, and I am glad I listened.
The plan was rejected by the housing officer.
He suffered a burn when the pan tipped over.
Two people on the committee resisted the cut to the budget.
Her oxygen levels were stable overnight.
He described himself as a bit of a loner.
The group agreed never to share names outside the room.
She asked again for a large print copy on 4 June, and it came on the 9th.
He wants the doctor to know that he is in pain.
They always start with a song.
Isla said that staff had called her attention-seeking, and that it still hurts.
The referral form uses the phrase “hard to reach”.
He takes an alcohol wipe and cleans the table.
The weather was bizarre all week.
She has a demanding course and two small children.
The police officer denied that there had been a complaint.
We could not find a room, so we met in the café.
The ward door was locked from 9pm to 7am and he could not leave.
He told me that he had taken six tablets; I rang 999 at 8.15.
She is a violinist and plays in a folk band.
He has not slept since Tuesday and would like to see Dr Khan.
We were late again, and we said sorry.
She is allowed four visitors under the ward policy.
His brother was a victim of a hit and run, the court heard.
Their landlord is aggressive and shouts through the door.
The computer keeps losing the file.
Ade chose the blue room and moved in on Friday.
She has chronic back pain and uses a stick.
His father died by suicide in 2001.
He is a keen swimmer and never misses a Thursday.
I felt manipulated by the advert.
She calmly said no, and the nurse wrote it down.
He resents the way that the meeting was run; he wrote this sentence himself.
The tenants won their claim against the council.
Angus was angry that his letter had been opened.
The doctor explained the side effects, and Ewa said she would think about it.
There is no insight in that report.
It was an inappropriate place for a private talk.
My cat is needy.
Nobody asked her why she left.
He is on the committee and chairs it well.
Isobel needs a ramp to get in.
The report described him as non-compliant; he asked us to strike it out.
She was discharged on 3 May with a plan that she helped to write.
The tablets made her feel flat, and she stopped them on Sunday.
Her mum was admitted with pneumonia.
We talked about what “recovery” means to each of us.
He hears two voices; one of them is kind.
The bus driver was rude to us.
He lost his job in March and his rent is two months behind.
He lives with his partner, who has threatened him twice.
Only three people came, because of the snow.
She just wanted to say thank you.
Mark explained that he drinks when he cannot sleep.
Brodie said that nobody had asked him before the plan was changed.
She did not want lunch because the soup had fish in it.
The surgery refused to give out results by phone.
Ann was discharged with a package of information about her rights.
He finds loud rooms difficult and asks for a quiet table.
The mother of two is looking for a job with fewer hours.
He cannot walk far since the fall in June.
The social worker admitted the mistake and rang her to say sorry.
Angus slept for five hours and had porridge at nine.
A tenancy was offered in Leith and he will see it on Thursday.
We did not ask for her reason; I will ask on Monday.
She told me about a hard year: the fire, the move and the court case.
Their claim was turned down and they are appealing.
The volunteer told him to mind the step.
My first essay failed and I wrote it again.
Calum is worried about being followed; he saw the same van three times.
She prefers a female doctor and has said why.
Please never share the door code.
He reads aggressive reviews of his book and laughs.
The tutor said that just listening is enough.
Lucy had skipped two doses and asked what to do.
The pharmacist explained that the drug is addictive.
Nobody was hurt and the glass was swept up.
They used to call patients like me hopeless, says Joe.
The hospital admitted that the door had been locked by mistake.
He said the medicine was working well.
She took a taxi to the crisis house at 2am.
“I don't need to be fixed,” Ellie wrote in her plan.
It was obvious from the map that the road was closed.
A stubborn cough kept her at home.
He cried for ten minutes and then asked for tea.
The court found that he had been falsely accused.
His blood sugar was unstable on Sunday.
We have always tried to ring before a visit.
Kirsty has been volunteering again since May and loves it.
The dog is needy and wants walks.
She has had voices since she was nine and has names for them.
He left before the end; he had a bus to catch.
I am in denial about how much I spend on books.
Jo completed a form to see her records.
""".splitlines()


def serious(text):
    return [(f.rule, f.words) for f in review(text) if f.level != "notice"]


@pytest.mark.parametrize("text", LOADED)
def test_a_loaded_sentence_stays_seen(text):
    assert serious(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_sentence_stays_quiet(text):
    assert serious(text) == []
