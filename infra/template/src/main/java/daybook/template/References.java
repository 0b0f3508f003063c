package daybook.template;

/** What {@code !Ref} and {@code !GetAtt} of a resource give. */
interface References {

  /** Every reference gives the resource's logical id: for finding out who is meant. */
  References BY_ID =
      new References() {
        @Override
        public String ref(String id) {
          return id;
        }

        @Override
        public String attribute(String id, String name) {
          return id;
        }
      };

  /**
   * Value of {@code !Ref id}.
   *
   * @throws TemplateProblem if the resource has none
   */
  String ref(String id);

  /**
   * Value of {@code !GetAtt id.name}.
   *
   * @throws TemplateProblem if the resource has none
   */
  String attribute(String id, String name);
}
