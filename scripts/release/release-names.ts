/** How one release is called, wherever it has a name. */
export interface ReleaseNames {
  /** `0.1.0`: of the package and of the image. */
  readonly version: string;
  /** `v0`: the tag that the Action is named by, which moves with each release. */
  readonly moving: string;
  /** Of the image, each with its registry: `HOST/NAME:0.1.0` and `HOST/NAME:0.1`. */
  readonly imageTags: readonly string[];
}

/**
 * @param tag of git, such as `v0.1.0`
 * @param version of package.json
 * @param image host and name, such as `registry.example.com/contoso/trueup`
 * @throws Error where the three do not fit
 */
export function releaseNames(tag: string, version: string, image: string): ReleaseNames {
  if (tag !== `v${version}`) {
    throw new Error(
      `the tag "${tag}" is not v${version}, which package.json asks for; set the version there and tag that commit`,
    );
  }
  if (!/^[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9._-]+)+$/.test(image)) {
    throw new Error(
      `"${image}" is not the host and name of an image; set the variable RELEASE_IMAGE of the repository`,
    );
  }
  const [major = "", minor = ""] = version.split(".");
  return { version, moving: `v${major}`, imageTags: [`${image}:${version}`, `${image}:${major}.${minor}`] };
}
