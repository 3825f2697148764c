// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <ketadose/protocol.hpp>
#include <ketadose/units.hpp>

/// THE TABLE: the built-in protocol, each number with its source. No logic.
namespace ketadose {
namespace published_rows {

using namespace ketadose::literals;  // NOLINT(google-build-using-namespace): a table of literals

inline constexpr std::array sources{
    Source{.key = "askp-2018",
           .text = "American Society of Ketamine Physicians, Basics of Administration, item 5: "
                   "usual starting dose 0.5 to 1 mg/kg IV over 40 to 60 min. Read as a reprint by "
                   "a member clinic, 2018; the original was not seen."},
    Source{.key = "cusin-2017",
           .text = "Cusin and others 2017, Aust N Z J Psychiatry: infusions 1 to 3 at 0.5 mg/kg "
                   "and 4 to 6 at 0.75 mg/kg, each over 45 min, in 14 patients. Abstract read."},
    Source{.key = "im-carried",
           .text = "Carried over from the IV window (askp-2018, cusin-2017), not an IM source: "
                   "randomised trials gave 0.25 to 0.5 mg/kg IM (Chilukuri 2014, abstract read), "
                   "and a training study 0.5 to 0.75 mg/kg with at most 60 mg (NCT05468047, "
                   "registry copy read). An injection cannot be slowed or stopped once given."},
    Source{.key = "lozenge-carried",
           .text = "Carried over from the IV window (askp-2018, cusin-2017), not a lozenge "
                   "source: psychotherapy practice uses 100 to 400 mg, far above this window "
                   "(Ketamine Training Center letter, read), and exposure is about 30 % of the "
                   "dose (Rolan 2014 and Chong 2006, abstracts read). A clinic that works so says "
                   "so in its own protocol."},
    Source{.key = "label-1mg-ml",
           .text = "US ketamine label, preparation: 10 mL of 50 mg/mL or 5 mL of 100 mg/mL in 500 "
                   "mL gives 1 mg/mL. Read only as a quotation on an AI-written page: check it "
                   "against the current label."},
    Source{.key = "label-2mg-ml",
           .text = "US ketamine label, preparation when fluid is restricted: 250 mL gives 2 "
                   "mg/mL. Read only as a quotation on an AI-written page; a paediatric review "
                   "also gives 1 to 2 mg/mL."},
    Source{.key = "label-dilute-100",
           .text = "US ketamine label, 2.1 and 2.3: 100 mg/mL is not given IV undiluted but mixed "
                   "with an equal volume, which leaves 50 mg/mL. Label text read on copies; "
                   "taking that result as the strongest allowed infusate is our reading."},
    Source{.key = "label",
           .text = "US ketamine label (Ketalar and generic): vials of 10, 50 and 100 mg/mL as "
                   "base; contraindications, fasting, liver and bladder warnings. Highlights and "
                   "sections read on the maker's and other pages, and openFDA records; not the "
                   "whole label."},
    Source{.key = "label-geriatric",
           .text = "US ketamine label, geriatric use: too few patients of 65 and over were "
                   "studied, so choose the dose cautiously, usually low in the range. Section "
                   "read on a copy."},
    Source{.key = "label-older",
           .text = "US ketamine label, older wording: patients leave only after full recovery and "
                   "with a responsible adult; use in pregnancy is not recommended. Read on "
                   "copies; the current wording was not seen."},
    Source{.key = "label-interactions",
           .text = "US ketamine label, 5.9 and 7.3: opioids, benzodiazepines and other "
                   "depressants, alcohol included, can cause profound sedation, respiratory "
                   "depression, coma and death. Read only as quoted in a public test file."},
    Source{.key = "pdr",
           .text = "PDR drug summary for Ketalar: contraindicated in uncontrolled hypertension, "
                   "aneurysm, thyrotoxicosis and past stroke; caution with raised pressure in the "
                   "head or the eye. Opening of the page read."},
    Source{.key = "ketamine-smpc",
           .text = "Precautions in the style of a European product text, on rxreasoner.com: "
                   "depressants, sympathomimetics, vasopressin, CYP3A4 inhibitors and inducers, "
                   "liver impairment. That page was read; the product text itself was not."},
    Source{.key = "mims",
           .text = "MIMS Philippines, Ketamax (ketamine), drug interactions: theophylline lowers "
                   "the seizure threshold; thyroid hormones with ketamine raise the risk of "
                   "hypertension and tachycardia. Page read."},
    Source{.key = "bcehs",
           .text = "BC Emergency Health Services (Canada), ketamine monograph: at most 2 mL in "
                   "the deltoid, 4 to 5 mL in the lateral thigh, 5 mL in the gluteal or "
                   "ventrogluteal muscle. Page read; the indication was paramedic use."},
    Source{.key = "kozier",
           .text = "Kozier and Erb, nursing text, as given on a course page (secondary): 1 mL in "
                   "the deltoid, 3 mL in the gluteal muscle. It was not seen to name the vastus "
                   "lateralis: 3 mL there is carried over from gluteal."},
    Source{.key = "syringe-marks",
           .text = "Syringe graduations of 1, 3, 5 and 10 mL syringes as RMIT University teaches "
                   "them, read on a question-and-answer page (secondary). From 20 mL up they are "
                   "judgement: compare with your own syringes."},
    Source{.key = "apa-2017-as-reported",
           .text = "Sanacora and others 2017, American Psychiatric Association consensus: "
                   "consider ideal body weight, especially from a body mass index of 30. Read "
                   "only as reported by B Singh and others 2019, J Clin Psychiatry; contested, "
                   "since trials used actual weight."},
    Source{.key = "spravato-pi",
           .text = "Spravato (esketamine) US prescribing information: weigh a delay above 140/90 "
                   "mmHg, observe for at least 2 h, no driving until the next day after a restful "
                   "sleep. Copies of the text read; esketamine is another drug."},
    Source{.key = "swiss-smpc",
           .text = "Swiss professional information for ketamine, contraindications: blood "
                   "pressure poorly controlled above 180/100 mmHg at rest, prior stroke, "
                   "eclampsia and pre-eclampsia, hyperthyroidism not or not enough treated. That "
                   "section read."},
    Source{.key = "emory",
           .text = "Emory University, 684 infusions for depression: blood pressure every 10 min "
                   "during the infusion and every 15 min after it. Abstract read."},
    Source{.key = "fda-2023",
           .text = "US Food and Drug Administration, alert of 10 October 2023 on compounded "
                   "ketamine: not approved for any psychiatric disorder; compounded products are "
                   "not reviewed for safety, effectiveness or quality. Reprint read."},
    Source{.key = "trials",
           .text = "Trials of ketamine for depression took adults only (Fava 2018: 18 to 70) and "
                   "excluded pregnancy, lactation, psychosis and mania. Read: the Fava 2018 "
                   "abstract and two eligibility tables (J Affect Disord Rep 2023, PMC10812090; "
                   "PMC6884875)."},
    Source{.key = "benzodiazepine-studies",
           .text = "Sedation: US ketamine label 5.9 and 7.3, read only as quoted in a public test "
                   "file. Benefit: Andrade 2017, J Clin Psychiatry, summary read, and Andrashko "
                   "2020, Front Psychiatry, 47 patients, abstract read."},
    Source{.key = "andrade-2017",
           .text = "Andrade 2017, J Clin Psychiatry, on drug interactions of ketamine: "
                   "lamotrigine may reduce adverse effects, and its effect on benefit is not "
                   "known. Summary read; in a 2021 review 2 of 5 studies saw weaker effects."},
    Source{.key = "judgement", .text = "judgement: confirm locally"},
};

inline constexpr std::array conditions{
    Screening{.code = "pregnancy",
              .aliases = "pregnant gravid positive-pregnancy-test",
              .level = Level::stop,
              .sentence = "Safe use in pregnancy is not established, and trials excluded it: do "
                          "not give; tell the prescriber.",
              .source = "trials"},
    Screening{.code = "breastfeeding",
              .aliases = "breast-feeding lactation lactating nursing",
              .level = Level::stop,
              .sentence = "Trials excluded breastfeeding, and safety for the child is not "
                          "established: do not give; tell the prescriber.",
              .source = "trials"},
    Screening{.code = "uncontrolled-hypertension",
              .aliases = "uncontrolled-htn uncontrolled-blood-pressure severe-hypertension "
                         "severe-htn poorly-controlled-hypertension hypertensive-crisis "
                         "hypertensive-emergency",
              .level = Level::stop,
              .sentence = "Ketamine raises blood pressure, a serious hazard when it is not "
                          "controlled: do not give; tell the prescriber.",
              .source = "label"},
    Screening{.code = "unstable-cardiac-disease",
              .aliases = "unstable-heart-disease unstable-angina acs acute-coronary-syndrome "
                         "recent-mi recent-myocardial-infarction recent-heart-attack "
                         "decompensated-heart-failure acute-heart-failure unstable-arrhythmia "
                         "uncontrolled-arrhythmia",
              .level = Level::stop,
              .sentence = "Ketamine makes the heart work harder, a hazard when heart disease is "
                          "unstable: do not give; tell the prescriber.",
              .source = "judgement"},
    Screening{.code = "aneurysm-or-stroke",
              .aliases = "aneurysm aortic-aneurysm aaa brain-aneurysm cerebral-aneurysm stroke "
                         "cva past-stroke avm arteriovenous-malformation intracerebral-hemorrhage "
                         "intracerebral-haemorrhage subarachnoid-hemorrhage "
                         "subarachnoid-haemorrhage sah brain-bleed",
              .level = Level::stop,
              .sentence = "A rise in blood pressure is a serious hazard after a stroke or with an "
                          "aneurysm: do not give; tell the prescriber.",
              .source = "pdr"},
    Screening{.code = "raised-intracranial-pressure",
              .aliases = "raised-icp high-icp increased-icp elevated-icp "
                         "intracranial-hypertension iih hydrocephalus brain-tumor brain-tumour "
                         "intracranial-mass",
              .level = Level::stop,
              .sentence = "Ketamine may raise the pressure in the head further: do not give; tell "
                          "the prescriber.",
              .source = "judgement"},
    Screening{.code = "recent-head-injury",
              .aliases = "recent-head-trauma acute-head-injury recent-tbi acute-tbi "
                         "symptomatic-tbi recent-concussion",
              .level = Level::stop,
              .sentence = "A recent head injury can come with raised pressure in the head: do not "
                          "give; tell the prescriber.",
              .source = "judgement"},
    Screening{.code = "psychosis",
              .aliases = "psychotic psychotic-disorder schizophrenia schizoaffective "
                         "schizoaffective-disorder hallucinations delusions",
              .level = Level::stop,
              .sentence = "Trials excluded psychosis, which ketamine may worsen: do not give; "
                          "tell the prescriber.",
              .source = "trials"},
    Screening{.code = "mania",
              .aliases = "manic manic-episode hypomania hypomanic mixed-episode",
              .level = Level::stop,
              .sentence = "Trials excluded mania, which ketamine may worsen: do not give; tell "
                          "the prescriber.",
              .source = "trials"},
    Screening{.code = "dementia",
              .aliases = "alzheimer alzheimers alzheimers-disease vascular-dementia "
                         "lewy-body-dementia frontotemporal-dementia neurocognitive-disorder",
              .level = Level::stop,
              .sentence = "Clinics exclude dementia, since ketamine can add to confusion: do not "
                          "give; tell the prescriber.",
              .source = "judgement"},
    Screening{.code = "delirium",
              .aliases = "delirious acute-confusion acute-confusional-state",
              .level = Level::stop,
              .sentence = "Delirium needs its cause treated first, and ketamine can add to it: do "
                          "not give; tell the prescriber.",
              .source = "judgement"},
    Screening{.code = "hypersensitivity",
              .aliases = "ketamine-allergy ketamine-hypersensitivity ketamine-anaphylaxis "
                         "allergic-to-ketamine esketamine-allergy",
              .level = Level::stop,
              .sentence = "A patient who reacted to ketamine may react again: do not give; tell "
                          "the prescriber.",
              .source = "label"},
    Screening{.code = "untreated-hyperthyroidism",
              .aliases = "uncontrolled-hyperthyroidism undertreated-hyperthyroidism "
                         "thyrotoxicosis thyroid-storm",
              .level = Level::stop,
              .sentence = "Ketamine adds to the fast pulse and high blood pressure of untreated "
                          "hyperthyroidism: do not give; tell the prescriber.",
              .source = "swiss-smpc"},
    Screening{.code = "eclampsia",
              .aliases = "pre-eclampsia preeclampsia",
              .level = Level::stop,
              .sentence = "A rise in blood pressure is a serious hazard in eclampsia and "
                          "pre-eclampsia: do not give; tell the prescriber.",
              .source = "swiss-smpc"},
    Screening{.code = "open-eye-injury",
              .aliases = "open-globe open-globe-injury ruptured-globe globe-rupture "
                         "penetrating-eye-injury perforating-eye-injury",
              .level = Level::stop,
              .sentence = "Ketamine may raise the pressure inside an injured eye: do not give; "
                          "tell the prescriber.",
              .source = "judgement"},
    Screening{.code = "substance-use",
              .aliases = "substance-use-disorder sud substance-misuse substance-abuse drug-misuse "
                         "drug-abuse drug-dependence addiction alcohol-use-disorder aud "
                         "alcohol-dependence opioid-use-disorder oud cannabis-use-disorder "
                         "stimulant-use-disorder",
              .level = Level::review,
              .sentence = "Active substance use adds risk of misuse and interaction, and trials "
                          "often excluded it: ask the prescriber before giving.",
              .source = "judgement"},
    Screening{.code = "ketamine-misuse",
              .aliases = "ketamine-abuse ketamine-dependence ketamine-addiction "
                         "ketamine-use-disorder recreational-ketamine pcp-misuse",
              .level = Level::review,
              .sentence = "Treatment may bring back misuse of ketamine, and trials often excluded "
                          "it: ask the prescriber before giving.",
              .source = "judgement"},
    Screening{.code = "glaucoma",
              .aliases = "raised-intraocular-pressure high-intraocular-pressure raised-iop "
                         "high-iop increased-iop ocular-hypertension",
              .level = Level::review,
              .sentence = "Ketamine may raise the pressure in the eye: ask the prescriber before "
                          "giving.",
              .source = "pdr"},
    Screening{.code = "cystitis",
              .aliases = "bladder-pain bladder-symptoms urinary-symptoms luts dysuria "
                         "painful-urination hematuria haematuria interstitial-cystitis "
                         "ketamine-cystitis ketamine-bladder uti",
              .level = Level::review,
              .sentence = "Long or frequent ketamine use can damage the bladder: ask about "
                          "urinary symptoms, and ask the prescriber before giving.",
              .source = "label"},
    Screening{.code = "hepatic-impairment",
              .aliases = "liver-impairment liver-disease liver-failure hepatic-failure cirrhosis "
                         "hepatitis jaundice abnormal-lfts raised-lfts drug-induced-liver-injury "
                         "dili",
              .level = Level::review,
              .sentence = "Ketamine may act longer and can injure the liver: look at recent liver "
                          "tests, and ask the prescriber before giving.",
              .source = "label"},
    Screening{.code = "seizure-disorder",
              .aliases = "seizure seizures epilepsy epileptic convulsions",
              .level = Level::review,
              .sentence = "Caution is advised in patients who have seizures: ask the prescriber "
                          "before giving.",
              .source = "judgement"},
    Screening{.code = "not-fasted",
              .aliases = "unfasted not-fasting not-npo not-nil-by-mouth recent-meal full-stomach",
              .level = Level::review,
              .sentence = "Food in the stomach may be inhaled if the patient vomits: ask the "
                          "prescriber before giving.",
              .source = "label"},
    Screening{.code = "no-escort",
              .aliases = "unescorted no-companion no-driver no-ride no-responsible-adult "
                         "drives-self",
              .level = Level::review,
              .sentence = "The patient may leave only with a responsible adult: arrange an escort "
                          "before giving.",
              .source = "label-older"},
};

inline constexpr std::array medicines{
    Screening{.code = "opioid",
              .aliases = "opioids opiate opiates morphine oxycodone hydrocodone hydromorphone "
                         "oxymorphone codeine dihydrocodeine tramadol tapentadol fentanyl "
                         "sufentanil remifentanil alfentanil buprenorphine methadone meperidine "
                         "pethidine butorphanol nalbuphine pentazocine levorphanol diamorphine "
                         "heroin",
              .level = Level::review,
              .sentence = "Opioids with ketamine can cause deep sedation and slow breathing: tell "
                          "the prescriber, and watch breathing and oxygen saturation.",
              .source = "label-interactions"},
    Screening{.code = "benzodiazepine",
              .aliases = "benzodiazepines benzo benzos bzd lorazepam diazepam alprazolam "
                         "clonazepam midazolam temazepam oxazepam chlordiazepoxide clorazepate "
                         "triazolam clobazam nitrazepam bromazepam estazolam flurazepam "
                         "lormetazepam flunitrazepam quazepam",
              .level = Level::review,
              .sentence = "Benzodiazepines with ketamine can cause deep sedation and slow "
                          "breathing: tell the prescriber, and watch breathing and alertness. "
                          "They may also weaken the benefit: ask the prescriber about their dose "
                          "and timing.",
              .source = "benzodiazepine-studies"},
    Screening{.code = "alcohol",
              .aliases = "ethanol etoh drinking drinks beer wine spirits drunk intoxicated",
              .level = Level::review,
              .sentence = "Alcohol with ketamine can cause deep sedation and slow breathing: ask "
                          "when the last drink was, and ask the prescriber before giving.",
              .source = "ketamine-smpc"},
    Screening{.code = "cns-depressant",
              .aliases = "cns-depressants sedative sedatives hypnotic hypnotics sleeping-pill "
                         "sleeping-pills sleeping-tablet sleeping-tablets z-drug z-drugs zolpidem "
                         "zopiclone eszopiclone zaleplon suvorexant lemborexant daridorexant "
                         "chloral-hydrate barbiturate barbiturates phenobarbital phenobarbitone "
                         "primidone butalbital gabapentinoid gabapentin pregabalin "
                         "muscle-relaxant baclofen tizanidine carisoprodol cyclobenzaprine "
                         "methocarbamol sedating-antihistamine diphenhydramine doxylamine "
                         "hydroxyzine promethazine phenothiazine chlorpromazine quetiapine "
                         "olanzapine clozapine trazodone sodium-oxybate propofol dexmedetomidine "
                         "cannabis marijuana dronabinol",
              .level = Level::review,
              .sentence = "Sedating medicines add to the sedation of ketamine: tell the "
                          "prescriber, and watch breathing and alertness.",
              .source = "ketamine-smpc"},
    Screening{.code = "theophylline",
              .aliases = "aminophylline oxtriphylline choline-theophyllinate",
              .level = Level::review,
              .sentence = "Theophylline with ketamine can make a seizure more likely: ask the "
                          "prescriber before giving.",
              .source = "mims"},
    Screening{.code = "sympathomimetic",
              .aliases = "sympathomimetics stimulant stimulants psychostimulant methylphenidate "
                         "dexmethylphenidate amphetamine amphetamines amfetamine "
                         "dextroamphetamine dexamphetamine dexamfetamine lisdexamfetamine "
                         "methamphetamine modafinil armodafinil phentermine pseudoephedrine "
                         "ephedrine phenylephrine epinephrine adrenaline norepinephrine "
                         "noradrenaline dopamine dobutamine midodrine cocaine",
              .level = Level::review,
              .sentence = "Stimulants and sympathomimetics add to the rise in blood pressure and "
                          "pulse: tell the prescriber, and watch both closely.",
              .source = "ketamine-smpc"},
    Screening{.code = "vasopressin",
              .aliases = "argipressin arginine-vasopressin terlipressin felypressin",
              .level = Level::review,
              .sentence = "Vasopressin adds to the rise in blood pressure: tell the prescriber, "
                          "and watch blood pressure closely.",
              .source = "ketamine-smpc"},
    Screening{.code = "thyroid-hormone",
              .aliases = "thyroid-hormones levothyroxine l-thyroxine thyroxine liothyronine "
                         "triiodothyronine liotrix desiccated-thyroid thyroid-extract",
              .level = Level::review,
              .sentence = "Thyroid hormone with ketamine can cause high blood pressure and a fast "
                          "pulse: tell the prescriber, and watch both closely.",
              .source = "mims"},
    Screening{.code = "cyp3a4-inhibitor",
              .aliases = "cyp3a4-inhibitors cyp3a-inhibitor clarithromycin erythromycin "
                         "telithromycin ketoconazole itraconazole voriconazole posaconazole "
                         "fluconazole isavuconazole ritonavir cobicistat nirmatrelvir-ritonavir "
                         "lopinavir-ritonavir atazanavir darunavir indinavir nelfinavir "
                         "saquinavir fosamprenavir nefazodone diltiazem verapamil dronedarone "
                         "aprepitant conivaptan imatinib crizotinib ceritinib idelalisib "
                         "letermovir cyclosporine ciclosporin grapefruit grapefruit-juice",
              .level = Level::review,
              .sentence = "A CYP3A4 inhibitor can raise the amount of ketamine in the blood: ask "
                          "the prescriber before giving.",
              .source = "ketamine-smpc"},
    Screening{.code = "maoi",
              .aliases = "maois mao-inhibitor mao-inhibitors monoamine-oxidase-inhibitor "
                         "phenelzine tranylcypromine isocarboxazid selegiline rasagiline "
                         "safinamide moclobemide linezolid methylene-blue",
              .level = Level::review,
              .sentence = "Evidence on MAO inhibitors with ketamine is thin and mixed: ask the "
                          "prescriber before giving, and watch blood pressure closely.",
              .source = "judgement"},
    Screening{.code = "lamotrigine",
              .aliases = "ltg lamictal",
              .level = Level::note,
              .sentence = "Lamotrigine may reduce adverse effects of ketamine, and its effect on "
                          "benefit is not known: record it for the prescriber.",
              .source = "andrade-2017"},
    Screening{.code = "cyp3a4-inducer",
              .aliases = "cyp3a4-inducers cyp3a-inducer rifampicin rifampin rifabutin rifapentine "
                         "carbamazepine oxcarbazepine eslicarbazepine phenytoin fosphenytoin "
                         "st-johns-wort st-john-wort hypericum efavirenz etravirine nevirapine "
                         "bosentan enzalutamide apalutamide mitotane lumacaftor cenobamate",
              .level = Level::note,
              .sentence = "A CYP3A4 inducer can lower the amount of ketamine in the blood and its "
                          "effect: record it for the prescriber.",
              .source = "ketamine-smpc"},
};

inline constexpr std::array iv_ceilings{
    SessionCeiling{.from = 1, .review_above = {0.5_mg_per_kg, "cusin-2017"}},
    SessionCeiling{.from = 4, .review_above = {0.75_mg_per_kg, "cusin-2017"}},
    SessionCeiling{.from = 7, .review_above = {1_mg_per_kg, "askp-2018"}},
};
inline constexpr std::array im_ceilings{
    SessionCeiling{.from = 1, .review_above = {0.5_mg_per_kg, "im-carried"}},
    SessionCeiling{.from = 4, .review_above = {0.75_mg_per_kg, "im-carried"}},
    SessionCeiling{.from = 7, .review_above = {1_mg_per_kg, "im-carried"}},
};
inline constexpr std::array lozenge_ceilings{
    SessionCeiling{.from = 1, .review_above = {0.5_mg_per_kg, "lozenge-carried"}},
    SessionCeiling{.from = 4, .review_above = {0.75_mg_per_kg, "lozenge-carried"}},
    SessionCeiling{.from = 7, .review_above = {1_mg_per_kg, "lozenge-carried"}},
};
inline constexpr std::array ladder{0.5_mg_per_kg, 0.6_mg_per_kg, 0.7_mg_per_kg, 0.75_mg_per_kg,
                                   0.8_mg_per_kg, 0.9_mg_per_kg, 1_mg_per_kg};
inline constexpr std::array durations{40_min, 45_min, 50_min, 55_min, 60_min};
inline constexpr std::array vials{10_mg_per_mL, 50_mg_per_mL, 100_mg_per_mL};
inline constexpr std::array drip_sets{10_gtt_per_mL, 12_gtt_per_mL, 15_gtt_per_mL, 20_gtt_per_mL,
                                      60_gtt_per_mL};

inline constexpr std::array routes{
    Route{
        .name = "iv",
        .title = "IV",
        .form = Form::infusion,
        .dose = {.stop_below = none,
                 .review_below = {0.5_mg_per_kg, "askp-2018"},
                 .review_above = none,
                 .stop_above = {1_mg_per_kg, "askp-2018"}},
        .ceilings = iv_ceilings,
        .ladder = ladder,
        .order_step = {1_mg, judgement},
        .dose_cap = Guardrail<DrugMass>::unset(),
        .duration = {.stop_below = {40_min, "askp-2018"},
                     .review_below = none,
                     .review_above = {60_min, "askp-2018"},
                     .stop_above = none},
        .durations = durations,
        .intensity = Guardrail<Intensity>::unset(),
        .standard_concentration = {1_mg_per_mL, "label-1mg-ml"},
        .concentration = {.stop_below = none,
                          .review_below = none,
                          .review_above = {2_mg_per_mL, "label-2mg-ml"},
                          .stop_above = {50_mg_per_mL, "label-dilute-100"}},
        .vials = vials,
        .vials_source = "label",
        .bag_volume = {BagVolume::withdrawn, judgement},
        .volume_infused = {.stop_below = none,
                           .review_below = none,
                           .review_above = {500_mL, judgement},
                           .stop_above = none},
        .pump_volume_step = {0.1_mL, judgement},
        .pump_rate_step = {0.1_mL_per_h, judgement},
        .pump_rate = {.stop_below = {0.1_mL_per_h, judgement},
                      .review_below = none,
                      .review_above = none,
                      .stop_above = {999_mL_per_h, judgement}},
        .drip_sets = drip_sets,
        .delivered_differs = {.stop_below = none,
                              .review_below = none,
                              .review_above = {5_percent, judgement},
                              .stop_above = none},
        .fraction = none,
        .hold_time = none,
        .then = {},
        .observe_during = {10_min, "emory"},
        .observe_after = {15_min, "emory"},
        .observe_until = {120_min, "spravato-pi"},
        .observe_past_end = {60_min, judgement},
    },
    Route{
        .name = "im",
        .title = "IM",
        .form = Form::injection,
        .dose = {.stop_below = none,
                 .review_below = {0.5_mg_per_kg, "im-carried"},
                 .review_above = none,
                 .stop_above = {1_mg_per_kg, "im-carried"}},
        .ceilings = im_ceilings,
        .ladder = ladder,
        .order_step = {1_mg, judgement},
        .dose_cap = Guardrail<DrugMass>::unset(),
        .duration = Guardrail<Duration>::unset(),
        .durations = {},
        .intensity = Guardrail<Intensity>::unset(),
        .standard_concentration = none,
        .concentration = Guardrail<Concentration>::unset(),
        .vials = vials,
        .vials_source = "label",
        .bag_volume = none,
        .volume_infused = Guardrail<Volume>::unset(),
        .pump_volume_step = none,
        .pump_rate_step = none,
        .pump_rate = Guardrail<Rate>::unset(),
        .drip_sets = {},
        .delivered_differs = {.stop_below = none,
                              .review_below = none,
                              .review_above = {5_percent, judgement},
                              .stop_above = none},
        .fraction = none,
        .hold_time = none,
        .then = {},
        .observe_during = none,
        .observe_after = {15_min, judgement},
        .observe_until = {120_min, "spravato-pi"},
        .observe_past_end = none,
    },
    Route{
        .name = "lozenge",
        .title = "lozenge",
        .form = Form::lozenge,
        .dose = {.stop_below = none,
                 .review_below = {0.5_mg_per_kg, "lozenge-carried"},
                 .review_above = none,
                 .stop_above = {1_mg_per_kg, "lozenge-carried"}},
        .ceilings = lozenge_ceilings,
        .ladder = ladder,
        .order_step = {1_mg, judgement},
        .dose_cap = Guardrail<DrugMass>::unset(),
        .duration = Guardrail<Duration>::unset(),
        .durations = {},
        .intensity = Guardrail<Intensity>::unset(),
        .standard_concentration = none,
        .concentration = Guardrail<Concentration>::unset(),
        .vials = {},
        .vials_source = {},
        .bag_volume = none,
        .volume_infused = Guardrail<Volume>::unset(),
        .pump_volume_step = none,
        .pump_rate_step = none,
        .pump_rate = Guardrail<Rate>::unset(),
        .drip_sets = {},
        .delivered_differs = {.stop_below = none,
                              .review_below = none,
                              .review_above = {10_percent, judgement},
                              .stop_above = none},
        .fraction = {Exact<PiecesDim>{0.25_pieces}, judgement},
        .hold_time = none,
        .then = {},
        .observe_during = none,
        .observe_after = {15_min, judgement},
        .observe_until = {120_min, "spravato-pi"},
        .observe_past_end = none,
    },
};

inline constexpr std::array sites{
    Site{.name = "deltoid",
         .volume = {.stop_below = none,
                    .review_below = none,
                    .review_above = {1_mL, "kozier"},
                    .stop_above = {2_mL, "bcehs"}}},
    Site{.name = "ventrogluteal",
         .volume = {.stop_below = none,
                    .review_below = none,
                    .review_above = {3_mL, "kozier"},
                    .stop_above = {5_mL, "bcehs"}}},
    Site{.name = "vastus-lateralis",
         .volume = {.stop_below = none,
                    .review_below = none,
                    .review_above = {3_mL, "kozier"},
                    .stop_above = {5_mL, "bcehs"}}},
};

inline constexpr std::array syringes{
    Syringe{.capacity = 1_mL, .mark = 0.01_mL, .source = "syringe-marks"},
    Syringe{.capacity = 3_mL, .mark = 0.1_mL, .source = "syringe-marks"},
    Syringe{.capacity = 5_mL, .mark = 0.2_mL, .source = "syringe-marks"},
    Syringe{.capacity = 10_mL, .mark = 0.2_mL, .source = "syringe-marks"},
    Syringe{.capacity = 20_mL, .mark = 1_mL, .source = judgement},
    Syringe{.capacity = 30_mL, .mark = 1_mL, .source = judgement},
    Syringe{.capacity = 60_mL, .mark = 1_mL, .source = judgement},
};

inline constexpr std::array consent{
    Point{"Ketamine is used off-label: it is not approved for any psychiatric condition.",
          "fda-2023"},
    Point{"A compounded product, such as most lozenges, has not been reviewed for safety, "
          "effectiveness or quality.",
          "fda-2023"},
    Point{"What to expect: dizziness, nausea, dissociation, raised blood pressure.", judgement},
    Point{"Risks of long or frequent use: harm to the bladder, to memory and thinking, and "
          "dependence.",
          judgement},
    Point{"What else could be done, and the choice to stop at any time.", judgement},
    Point{"All medicines have been named, those bought without a prescription included.",
          judgement},
    Point{"Who drives the patient home.", "label-older"},
};

inline constexpr std::array equipment{
    Point{"Blood pressure monitor and pulse oximeter.", "spravato-pi"},
    Point{"Oxygen, suction, and a bag and mask.", judgement},
    Point{"Emergency cart and defibrillator within reach.", judgement},
    Point{"Somebody trained in airway care and life support is present.", judgement},
    Point{"Call bell within the patient's reach.", judgement},
};

inline constexpr std::array observations{
    Point{"Blood pressure", "emory"},
    Point{"Pulse", judgement},
    Point{"Oxygen saturation", "spravato-pi"},
    Point{"Alertness", judgement},
};

inline constexpr std::array discharge{
    Point{"Awake, and knows person, place and time.", judgement},
    Point{"Blood pressure, pulse and oxygen saturation are near what they were before the dose.",
          judgement},
    Point{"Walks steadily.", judgement},
    Point{"No troubling nausea, dissociation or distress.", judgement},
    Point{"A responsible adult takes the patient home.", "label-older"},
    Point{"Told: no driving or machines until the next day, after a restful sleep.", "spravato-pi"},
    Point{"Told whom to call, and when the next session is.", judgement},
};

/// 1 kg/m2 is a thousand grams on a square of a million micrometres.
consteval BodyMassIndex kg_per_m2(int n) {
  return BodyMassIndex::of_base(n * unit::kg.scale, 1'000'000'000'000);
}

inline constexpr Protocol protocol{
    .name = "published",
    .version = "2026.1",
    .approved_by = {},
    .approved_on = {},
    .routes = routes,
    .sites = sites,
    .syringes = syringes,
    .weight = {.stop_below = {20_kg, judgement},
               .review_below = {40_kg, judgement},
               .review_above = {150_kg, judgement},
               .stop_above = {300_kg, judgement}},
    .weight_change = {.stop_below = none,
                      .review_below = none,
                      .review_above = {10_percent, judgement},
                      .stop_above = none},
    .age = {.stop_below = {18_years, "trials"},
            .review_below = none,
            .review_above = {64_years, "label-geriatric"},
            .stop_above = none},
    .body_mass_index = {.stop_below = none,
                        .review_below = {kg_per_m2(14), judgement},
                        .review_above = {kg_per_m2(60), judgement},
                        .stop_above = none},
    .body_mass_index_note = {kg_per_m2(30), "apa-2017-as-reported"},
    .systolic = {.stop_below = none,
                 .review_below = {90_mmHg, judgement},
                 .review_above = {140_mmHg, "spravato-pi"},
                 .stop_above = {180_mmHg, "swiss-smpc"}},
    .diastolic = {.stop_below = none,
                  .review_below = none,
                  .review_above = {90_mmHg, "spravato-pi"},
                  .stop_above = {100_mmHg, "swiss-smpc"}},
    .dosing_weight = DosingWeight::actual,
    .conditions = conditions,
    .medicines = medicines,
    .consent = consent,
    .equipment = equipment,
    .observations = observations,
    .discharge = discharge,
    .sources = sources,
};

}  // namespace published_rows

/// The protocol that is built in.
inline constexpr Protocol published = published_rows::protocol;
static_assert(well_formed(published));

}  // namespace ketadose
